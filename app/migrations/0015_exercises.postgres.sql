CREATE TABLE "lesson_run" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "person_ref" BIGINT NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "lesson" VARCHAR(40) NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "from_id" BIGINT NOT NULL,
 "began_at" BIGINT NOT NULL,
 "done_at" BIGINT,
 "mistakes" INTEGER NOT NULL)

CREATE INDEX "lesson_run_person_ref" ON "lesson_run" ("person_ref")
