CREATE TABLE "account_receipt" (
 "no" BIGINT NOT NULL PRIMARY KEY,
 "customer_ref" BIGINT NOT NULL,
 "shift_id" BIGINT,
 "station" VARCHAR(40) NOT NULL,
 "paid_minor" BIGINT NOT NULL CHECK ("paid_minor" BETWEEN 1 AND 1000000000000),
 "left_minor" BIGINT NOT NULL CHECK ("left_minor" BETWEEN 0 AND 1000000000000),
 "who_name" VARCHAR(80) NOT NULL,
 "copies" INTEGER NOT NULL,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT)

CREATE INDEX "account_receipt_customer_ref" ON "account_receipt" ("customer_ref")

ALTER TABLE "payment" ADD COLUMN "receipt" VARCHAR(60) NOT NULL DEFAULT ''
