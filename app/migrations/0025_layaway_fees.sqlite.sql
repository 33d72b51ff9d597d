ALTER TABLE "orders" ADD COLUMN "cancel_fee_minor" INTEGER NOT NULL CHECK (typeof("cancel_fee_minor") IN ('integer', 'null') AND "cancel_fee_minor" BETWEEN 0 AND 1000000000000) DEFAULT 0

ALTER TABLE "orders" ADD COLUMN "fee_kept_minor" INTEGER NOT NULL CHECK (typeof("fee_kept_minor") IN ('integer', 'null') AND "fee_kept_minor" BETWEEN 0 AND 1000000000000) DEFAULT 0
