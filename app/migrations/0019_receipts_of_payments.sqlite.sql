CREATE TABLE "account_receipt" (
 "no" INTEGER NOT NULL PRIMARY KEY,
 "customer_ref" INTEGER NOT NULL,
 "shift_id" INTEGER,
 "station" VARCHAR(40) NOT NULL,
 "paid_minor" INTEGER NOT NULL CHECK (typeof("paid_minor") IN ('integer', 'null') AND "paid_minor" BETWEEN 1 AND 1000000000000),
 "left_minor" INTEGER NOT NULL CHECK (typeof("left_minor") IN ('integer', 'null') AND "left_minor" BETWEEN 0 AND 1000000000000),
 "who_name" VARCHAR(80) NOT NULL,
 "copies" INTEGER NOT NULL,
 "made_at" INTEGER NOT NULL,
 FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT)

CREATE INDEX "account_receipt_customer_ref" ON "account_receipt" ("customer_ref")

ALTER TABLE "payment" ADD COLUMN "receipt" VARCHAR(60) NOT NULL DEFAULT ''
