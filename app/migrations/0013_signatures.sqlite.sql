CREATE TABLE "payment_signature" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "payment_id" INTEGER NOT NULL,
 "picture" BLOB NOT NULL,
 "made_at" INTEGER NOT NULL,
 FOREIGN KEY ("payment_id") REFERENCES "payment" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "payment_signature_payment_id" ON "payment_signature" ("payment_id")
