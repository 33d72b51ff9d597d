CREATE TABLE "lesson_run" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "person_ref" INTEGER NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "lesson" VARCHAR(40) NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "from_id" INTEGER NOT NULL,
 "began_at" INTEGER NOT NULL,
 "done_at" INTEGER,
 "mistakes" INTEGER NOT NULL)

CREATE INDEX "lesson_run_person_ref" ON "lesson_run" ("person_ref")
