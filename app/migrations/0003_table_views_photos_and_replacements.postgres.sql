CREATE TABLE "photo" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "of" VARCHAR(32) NOT NULL,
 "ref" BIGINT NOT NULL,
 "order_ref" BIGINT,
 "file" VARCHAR(80) NOT NULL,
 "sha256" VARCHAR(64) NOT NULL,
 "size" INTEGER NOT NULL,
 "at" BIGINT NOT NULL,
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
 "is_falling" BOOLEAN NOT NULL,
 PRIMARY KEY ("person", "station", "name"))

ALTER TABLE "service_case" ADD COLUMN "replacement_id" BIGINT REFERENCES "orders" ("id") ON DELETE RESTRICT

CREATE INDEX "service_case_replacement_id" ON "service_case" ("replacement_id")
