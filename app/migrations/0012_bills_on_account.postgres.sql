CREATE TABLE "debt_reminder" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "customer_ref" BIGINT NOT NULL,
 "due_on" VARCHAR(10) NOT NULL,
 "no" INTEGER NOT NULL,
 "late_minor" BIGINT NOT NULL CHECK ("late_minor" BETWEEN 1 AND 1000000000000),
 "sent_at" BIGINT NOT NULL,
 "who" VARCHAR(80) NOT NULL)

CREATE UNIQUE INDEX "debt_reminder_customer_ref_due_on_no" ON "debt_reminder" ("customer_ref", "due_on", "no")

ALTER TABLE "customer" ADD COLUMN "pay_days" INTEGER

ALTER TABLE "orders" ADD COLUMN "awaits_money" BOOLEAN NOT NULL DEFAULT false
