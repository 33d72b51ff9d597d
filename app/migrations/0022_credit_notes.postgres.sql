CREATE TABLE "credit_note" (
 "no" BIGINT NOT NULL PRIMARY KEY,
 "invoice_id" BIGINT NOT NULL,
 "order_id" BIGINT NOT NULL,
 "why" VARCHAR(32) NOT NULL,
 "return_ref" BIGINT,
 "total_minor" BIGINT NOT NULL CHECK ("total_minor" BETWEEN 0 AND 1000000000000),
 "reason" VARCHAR(200) NOT NULL,
 "paper" TEXT NOT NULL,
 "copies" INTEGER NOT NULL,
 "who" INTEGER NOT NULL,
 "who_name" VARCHAR(80) NOT NULL,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("invoice_id") REFERENCES "invoice" ("no") ON DELETE RESTRICT,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "credit_note_invoice_id" ON "credit_note" ("invoice_id")

CREATE INDEX "credit_note_order_id" ON "credit_note" ("order_id")

CREATE UNIQUE INDEX "credit_note_return_ref" ON "credit_note" ("return_ref")

ALTER TABLE "invoice" ADD COLUMN "paper" TEXT
