CREATE TABLE "gift_card" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(60) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "loaded_minor" INTEGER NOT NULL CHECK (typeof("loaded_minor") IN ('integer', 'null') AND "loaded_minor" BETWEEN 0 AND 1000000000000),
 "order_id" INTEGER,
 "sold_at" INTEGER NOT NULL,
 "blocked_at" INTEGER,
 "block_reason" VARCHAR(200) NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "gift_card_code" ON "gift_card" ("code")

CREATE TABLE "instalment_plan" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER NOT NULL,
 "customer_id" INTEGER NOT NULL,
 "payment_id" INTEGER NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "deposit_minor" INTEGER NOT NULL CHECK (typeof("deposit_minor") IN ('integer', 'null') AND "deposit_minor" BETWEEN 0 AND 1000000000000),
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN 1 AND 1000000000000),
 "id_seen" VARCHAR(80) NOT NULL,
 "signature" TEXT NOT NULL,
 "made_by" INTEGER NOT NULL,
 "made_name" VARCHAR(80) NOT NULL,
 "made_at" INTEGER NOT NULL,
 "ended_at" INTEGER,
 "end_reason" VARCHAR(200) NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("payment_id") REFERENCES "payment" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "instalment_plan_order_id" ON "instalment_plan" ("order_id")

CREATE INDEX "instalment_plan_customer_id" ON "instalment_plan" ("customer_id")

CREATE INDEX "instalment_plan_state" ON "instalment_plan" ("state")

CREATE TABLE "instalment" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "plan_id" INTEGER NOT NULL,
 "no" INTEGER NOT NULL,
 "due_on" VARCHAR(10) NOT NULL,
 "amount_minor" INTEGER NOT NULL CHECK (typeof("amount_minor") IN ('integer', 'null') AND "amount_minor" BETWEEN 1 AND 1000000000000),
 "paid_minor" INTEGER NOT NULL CHECK (typeof("paid_minor") IN ('integer', 'null') AND "paid_minor" BETWEEN 0 AND 1000000000000),
 "dropped_minor" INTEGER NOT NULL CHECK (typeof("dropped_minor") IN ('integer', 'null') AND "dropped_minor" BETWEEN 0 AND 1000000000000),
 "paid_at" INTEGER,
 "reminders" INTEGER NOT NULL,
 "reminded_at" INTEGER,
 FOREIGN KEY ("plan_id") REFERENCES "instalment_plan" ("id") ON DELETE RESTRICT,
 CHECK (paid_minor + dropped_minor <= amount_minor))

CREATE INDEX "instalment_plan_id" ON "instalment" ("plan_id")

CREATE INDEX "instalment_due_on" ON "instalment" ("due_on")

CREATE UNIQUE INDEX "instalment_plan_id_no" ON "instalment" ("plan_id", "no")

ALTER TABLE "product" ADD COLUMN "is_gift_card" INTEGER NOT NULL DEFAULT false

ALTER TABLE "payment" ADD COLUMN "tip_minor" INTEGER NOT NULL CHECK (typeof("tip_minor") IN ('integer', 'null') AND "tip_minor" BETWEEN 0 AND 1000000000000) DEFAULT 0

ALTER TABLE "payment" ADD COLUMN "currency" VARCHAR(3) NOT NULL DEFAULT ''

ALTER TABLE "payment" ADD COLUMN "foreign_minor" INTEGER NOT NULL CHECK (typeof("foreign_minor") IN ('integer', 'null') AND "foreign_minor" BETWEEN 0 AND 1000000000000) DEFAULT 0

ALTER TABLE "payment" ADD COLUMN "provider" VARCHAR(24) NOT NULL DEFAULT ''

ALTER TABLE "payment" ADD COLUMN "provider_ref" VARCHAR(120) NOT NULL DEFAULT ''
