CREATE TABLE "order_charge_tax" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER NOT NULL,
 "charge" VARCHAR(32) NOT NULL,
 "no" INTEGER NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "letter" VARCHAR(4) NOT NULL,
 "rate_bp" INTEGER NOT NULL,
 "amount_e4" INTEGER NOT NULL CHECK (typeof("amount_e4") IN ('integer', 'null') AND "amount_e4" BETWEEN 0 AND 1000000000000),
 "is_compound" INTEGER NOT NULL,
 "base_minor" INTEGER NOT NULL CHECK (typeof("base_minor") IN ('integer', 'null') AND "base_minor" BETWEEN -1000000000000 AND 1000000000000),
 "tax_minor" INTEGER NOT NULL CHECK (typeof("tax_minor") IN ('integer', 'null') AND "tax_minor" BETWEEN -1000000000000 AND 1000000000000),
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "order_charge_tax_order_id" ON "order_charge_tax" ("order_id")

ALTER TABLE "orders" ADD COLUMN "charges_tax_minor" INTEGER NOT NULL CHECK (typeof("charges_tax_minor") IN ('integer', 'null') AND "charges_tax_minor" BETWEEN 0 AND 1000000000000) DEFAULT 0

ALTER TABLE "orders" ADD COLUMN "charges_added_minor" INTEGER NOT NULL CHECK (typeof("charges_added_minor") IN ('integer', 'null') AND "charges_added_minor" BETWEEN 0 AND 1000000000000) DEFAULT 0

ALTER TABLE "category" ADD COLUMN "tax_id" INTEGER REFERENCES "tax" ("id") ON DELETE RESTRICT

CREATE INDEX "category_tax_id" ON "category" ("tax_id")

UPDATE "orders"
SET "charges_tax_minor" = (2 * ("delivery_minor" + "fee_minor") * "charges_tax_bp" + 10000 + "charges_tax_bp")
 / (2 * (10000 + "charges_tax_bp"))
WHERE "delivery_minor" + "fee_minor" > 0 AND "charges_tax_bp" > 0
