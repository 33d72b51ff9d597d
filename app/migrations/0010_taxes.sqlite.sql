CREATE TABLE "order_tax" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER NOT NULL,
 "line_id" INTEGER NOT NULL,
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
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("line_id") REFERENCES "order_line" ("id") ON DELETE CASCADE)

CREATE INDEX "order_tax_order_id" ON "order_tax" ("order_id")

CREATE INDEX "order_tax_line_id" ON "order_tax" ("line_id")

CREATE TABLE "return_tax" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "line_id" INTEGER NOT NULL,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "letter" VARCHAR(4) NOT NULL,
 "rate_bp" INTEGER NOT NULL,
 "base_minor" INTEGER NOT NULL CHECK (typeof("base_minor") IN ('integer', 'null') AND "base_minor" BETWEEN -1000000000000 AND 1000000000000),
 "tax_minor" INTEGER NOT NULL CHECK (typeof("tax_minor") IN ('integer', 'null') AND "tax_minor" BETWEEN -1000000000000 AND 1000000000000),
 FOREIGN KEY ("line_id") REFERENCES "return_line" ("id") ON DELETE CASCADE)

CREATE INDEX "return_tax_line_id" ON "return_tax" ("line_id")

CREATE TABLE "tax_entry" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "transfer_id" INTEGER NOT NULL,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "rate_bp" INTEGER NOT NULL,
 "base_minor" INTEGER NOT NULL CHECK (typeof("base_minor") IN ('integer', 'null') AND "base_minor" BETWEEN -1000000000000 AND 1000000000000),
 "tax_minor" INTEGER NOT NULL CHECK (typeof("tax_minor") IN ('integer', 'null') AND "tax_minor" BETWEEN -1000000000000 AND 1000000000000),
 FOREIGN KEY ("transfer_id") REFERENCES "transfer" ("id") ON DELETE RESTRICT)

CREATE INDEX "tax_entry_transfer_id" ON "tax_entry" ("transfer_id")

CREATE TRIGGER "tax_entry_no_update" BEFORE UPDATE ON "tax_entry"
BEGIN SELECT RAISE(ABORT, 'tax_entry is never changed'); END

CREATE TRIGGER "tax_entry_no_delete" BEFORE DELETE ON "tax_entry"
BEGIN SELECT RAISE(ABORT, 'tax_entry is never changed'); END

CREATE TABLE "tax_member" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "group_id" INTEGER NOT NULL,
 "tax_id" INTEGER NOT NULL,
 "no" INTEGER NOT NULL,
 FOREIGN KEY ("group_id") REFERENCES "tax" ("id") ON DELETE CASCADE,
 FOREIGN KEY ("tax_id") REFERENCES "tax" ("id") ON DELETE RESTRICT)

CREATE INDEX "tax_member_tax_id" ON "tax_member" ("tax_id")

CREATE UNIQUE INDEX "tax_member_group_id_tax_id" ON "tax_member" ("group_id", "tax_id")

CREATE TABLE "tax_rate" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "tax_id" INTEGER NOT NULL,
 "from_day" VARCHAR(10) NOT NULL,
 "rate_bp" INTEGER NOT NULL,
 "amount_e4" INTEGER NOT NULL CHECK (typeof("amount_e4") IN ('integer', 'null') AND "amount_e4" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("tax_id") REFERENCES "tax" ("id") ON DELETE CASCADE)

CREATE UNIQUE INDEX "tax_rate_tax_id_from_day" ON "tax_rate" ("tax_id", "from_day")

CREATE TABLE "tax_regime" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "name" VARCHAR(60) NOT NULL,
 "note" VARCHAR(200) NOT NULL,
 "keeps_others" INTEGER NOT NULL,
 "is_active" INTEGER NOT NULL)

CREATE UNIQUE INDEX "tax_regime_name" ON "tax_regime" ("name")

CREATE TABLE "tax_swap" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "regime_id" INTEGER NOT NULL,
 "tax_id" INTEGER NOT NULL,
 "to_tax_id" INTEGER,
 "rate_bp" INTEGER,
 FOREIGN KEY ("regime_id") REFERENCES "tax_regime" ("id") ON DELETE CASCADE,
 FOREIGN KEY ("tax_id") REFERENCES "tax" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("to_tax_id") REFERENCES "tax" ("id") ON DELETE RESTRICT)

CREATE INDEX "tax_swap_tax_id" ON "tax_swap" ("tax_id")

CREATE INDEX "tax_swap_to_tax_id" ON "tax_swap" ("to_tax_id")

CREATE UNIQUE INDEX "tax_swap_regime_id_tax_id" ON "tax_swap" ("regime_id", "tax_id")

ALTER TABLE "customer_group" ADD COLUMN "tax_regime_ref" INTEGER

ALTER TABLE "customer" ADD COLUMN "tax_regime_ref" INTEGER

ALTER TABLE "orders" ADD COLUMN "tax_regime_ref" INTEGER

ALTER TABLE "orders" ADD COLUMN "tax_regime" VARCHAR(60) NOT NULL DEFAULT ''

ALTER TABLE "orders" ADD COLUMN "tax_note" VARCHAR(200) NOT NULL DEFAULT ''

ALTER TABLE "tax" ADD COLUMN "letter" VARCHAR(4) NOT NULL DEFAULT ''

ALTER TABLE "tax" ADD COLUMN "kind" VARCHAR(32) NOT NULL DEFAULT 'percent'

ALTER TABLE "tax" ADD COLUMN "place" VARCHAR(32) NOT NULL DEFAULT 'shop'

ALTER TABLE "tax" ADD COLUMN "amount_e4" INTEGER NOT NULL CHECK (typeof("amount_e4") IN ('integer', 'null') AND "amount_e4" BETWEEN 0 AND 1000000000000) DEFAULT 0

ALTER TABLE "tax" ADD COLUMN "is_compound" INTEGER NOT NULL DEFAULT false

ALTER TABLE "tax" ADD COLUMN "is_active" INTEGER NOT NULL DEFAULT true

ALTER TABLE "order_line" ADD COLUMN "relieved_minor" INTEGER NOT NULL CHECK (typeof("relieved_minor") IN ('integer', 'null') AND "relieved_minor" BETWEEN 0 AND 1000000000000) DEFAULT 0
