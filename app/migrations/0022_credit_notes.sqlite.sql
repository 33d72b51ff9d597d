CREATE TABLE "credit_note" (
 "no" INTEGER NOT NULL PRIMARY KEY,
 "invoice_id" INTEGER NOT NULL,
 "order_id" INTEGER NOT NULL,
 "why" VARCHAR(32) NOT NULL,
 "return_ref" INTEGER,
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN 0 AND 1000000000000),
 "reason" VARCHAR(200) NOT NULL,
 "paper" TEXT NOT NULL,
 "copies" INTEGER NOT NULL,
 "who" INTEGER NOT NULL,
 "who_name" VARCHAR(80) NOT NULL,
 "made_at" INTEGER NOT NULL,
 FOREIGN KEY ("invoice_id") REFERENCES "invoice" ("no") ON DELETE RESTRICT,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "credit_note_invoice_id" ON "credit_note" ("invoice_id")

CREATE INDEX "credit_note_order_id" ON "credit_note" ("order_id")

CREATE UNIQUE INDEX "credit_note_return_ref" ON "credit_note" ("return_ref")

ALTER TABLE "invoice" ADD COLUMN "paper" TEXT
