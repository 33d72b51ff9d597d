CREATE TABLE "payment_signature" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "payment_id" BIGINT NOT NULL,
 "picture" BYTEA NOT NULL,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("payment_id") REFERENCES "payment" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "payment_signature_payment_id" ON "payment_signature" ("payment_id")
