CREATE TABLE "hand_over" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "shift_id" BIGINT NOT NULL,
 "from_name" VARCHAR(80) NOT NULL,
 "to_person" INTEGER NOT NULL,
 "to_name" VARCHAR(80) NOT NULL,
 "counted_minor" BIGINT NOT NULL CHECK ("counted_minor" BETWEEN 0 AND 1000000000000),
 "expected_minor" BIGINT NOT NULL CHECK ("expected_minor" BETWEEN -1000000000000 AND 1000000000000),
 "denominations" TEXT NOT NULL,
 "reason" VARCHAR(200) NOT NULL,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT)

CREATE INDEX "hand_over_shift_id" ON "hand_over" ("shift_id")

CREATE TABLE "invoice" (
 "no" BIGINT NOT NULL PRIMARY KEY,
 "order_id" BIGINT NOT NULL,
 "receipt" VARCHAR(60) NOT NULL,
 "buyer" VARCHAR(120) NOT NULL,
 "lines" TEXT NOT NULL,
 "vat_number" VARCHAR(40) NOT NULL,
 "who" INTEGER NOT NULL,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "invoice_order_id" ON "invoice" ("order_id")

CREATE TABLE "work_time" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "person_id" INTEGER NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "in_at" BIGINT NOT NULL,
 "out_at" BIGINT,
 "corrected_by" VARCHAR(80) NOT NULL,
 "reason" VARCHAR(200) NOT NULL,
 FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "work_time_person_id_in_at" ON "work_time" ("person_id", "in_at")

CREATE UNIQUE INDEX "work_time_open" ON "work_time" ("person_id") WHERE ("out_at" IS NULL)

ALTER TABLE "shift" ADD COLUMN "holder_name" VARCHAR(80) NOT NULL DEFAULT ''

ALTER TABLE "shift" ADD COLUMN "verified_name" VARCHAR(80) NOT NULL DEFAULT ''

ALTER TABLE "shift" ADD COLUMN "bag" VARCHAR(40) NOT NULL DEFAULT ''

ALTER TABLE "shift" ADD COLUMN "next_float_minor" BIGINT CHECK ("next_float_minor" BETWEEN 0 AND 1000000000000)
