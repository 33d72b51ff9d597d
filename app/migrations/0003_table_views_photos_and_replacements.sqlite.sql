CREATE TABLE "photo" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "of" VARCHAR(32) NOT NULL,
 "ref" INTEGER NOT NULL,
 "order_ref" INTEGER,
 "file" VARCHAR(80) NOT NULL,
 "sha256" VARCHAR(64) NOT NULL,
 "size" INTEGER NOT NULL,
 "at" INTEGER NOT NULL,
 "who" VARCHAR(80) NOT NULL)

CREATE INDEX "photo_order_ref" ON "photo" ("order_ref")

CREATE INDEX "photo_of_ref" ON "photo" ("of", "ref")

CREATE TABLE "table_view" (
 "person" INTEGER NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "columns" TEXT NOT NULL,
 "hidden" TEXT NOT NULL,
 "sort" VARCHAR(40) NOT NULL,
 "is_falling" INTEGER NOT NULL,
 PRIMARY KEY ("person", "station", "name"))

ALTER TABLE "service_case" ADD COLUMN "replacement_id" INTEGER REFERENCES "orders" ("id") ON DELETE RESTRICT

CREATE INDEX "service_case_replacement_id" ON "service_case" ("replacement_id")
