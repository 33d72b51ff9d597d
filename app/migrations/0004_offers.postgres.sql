CREATE TABLE "coupon" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(40) NOT NULL,
 "promotion_id" INTEGER NOT NULL,
 "most" INTEGER NOT NULL,
 "used" INTEGER NOT NULL,
 "is_active" BOOLEAN NOT NULL,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("promotion_id") REFERENCES "promotion" ("id") ON DELETE RESTRICT,
 CHECK (used >= 0 AND (most = 0 OR used <= most)))

CREATE UNIQUE INDEX "coupon_code" ON "coupon" ("code")

CREATE INDEX "coupon_promotion_id" ON "coupon" ("promotion_id")

CREATE TABLE "coupon_use" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "coupon_id" INTEGER NOT NULL,
 "order_ref" BIGINT NOT NULL,
 "used_at" BIGINT NOT NULL,
 "is_back" BOOLEAN NOT NULL,
 FOREIGN KEY ("coupon_id") REFERENCES "coupon" ("id") ON DELETE RESTRICT)

CREATE INDEX "coupon_use_coupon_id" ON "coupon_use" ("coupon_id")

CREATE INDEX "coupon_use_order_ref" ON "coupon_use" ("order_ref")

CREATE TABLE "order_offer" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "order_id" BIGINT NOT NULL,
 "line_id" BIGINT NOT NULL,
 "promotion_ref" INTEGER NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "kind" VARCHAR(20) NOT NULL,
 "percent_bp" INTEGER NOT NULL,
 "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("line_id") REFERENCES "order_line" ("id") ON DELETE CASCADE)

CREATE INDEX "order_offer_order_id" ON "order_offer" ("order_id")

CREATE INDEX "order_offer_line_id" ON "order_offer" ("line_id")

CREATE INDEX "order_offer_promotion_ref" ON "order_offer" ("promotion_ref")

CREATE TABLE "price_list" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "name" VARCHAR(80) NOT NULL,
 "customer_ref" INTEGER,
 "group_ref" INTEGER,
 "starts_at" BIGINT NOT NULL,
 "ends_at" BIGINT,
 "is_active" BOOLEAN NOT NULL)

CREATE TABLE "price_list_line" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "price_list_id" INTEGER NOT NULL,
 "product_id" INTEGER NOT NULL,
 "min_quantity" BIGINT NOT NULL CHECK ("min_quantity" BETWEEN 1 AND 1000000000000),
 "price_e4" BIGINT NOT NULL CHECK ("price_e4" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("price_list_id") REFERENCES "price_list" ("id") ON DELETE CASCADE,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "price_list_line_price_list_id" ON "price_list_line" ("price_list_id")

CREATE INDEX "price_list_line_product_id" ON "price_list_line" ("product_id")

CREATE UNIQUE INDEX "price_list_line_price_list_id_product_id_min_quantity" ON "price_list_line" ("price_list_id", "product_id", "min_quantity")

CREATE TABLE "promotion_scope" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "promotion_id" INTEGER NOT NULL,
 "part" INTEGER NOT NULL,
 "quantity" INTEGER NOT NULL,
 "product_id" INTEGER,
 "category_id" INTEGER,
 FOREIGN KEY ("promotion_id") REFERENCES "promotion" ("id") ON DELETE CASCADE,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE RESTRICT)

CREATE INDEX "promotion_scope_promotion_id" ON "promotion_scope" ("promotion_id")

CREATE INDEX "promotion_scope_product_id" ON "promotion_scope" ("product_id")

CREATE INDEX "promotion_scope_category_id" ON "promotion_scope" ("category_id")

ALTER TABLE "orders" ADD COLUMN "added_minor" BIGINT NOT NULL CHECK ("added_minor" BETWEEN -1000000000000 AND 1000000000000) DEFAULT 0

ALTER TABLE "orders" ADD COLUMN "prices_net" BOOLEAN NOT NULL DEFAULT false

ALTER TABLE "orders" ADD COLUMN "tax_rounding" VARCHAR(12) NOT NULL DEFAULT 'line'

ALTER TABLE "order_line" ADD COLUMN "added_minor" BIGINT NOT NULL CHECK ("added_minor" BETWEEN -1000000000000 AND 1000000000000) DEFAULT 0

ALTER TABLE "promotion" ADD COLUMN "kind" VARCHAR(32) NOT NULL DEFAULT 'percent'

ALTER TABLE "promotion" ADD COLUMN "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" BETWEEN 0 AND 1000000000000) DEFAULT 0

ALTER TABLE "promotion" ADD COLUMN "buy" INTEGER NOT NULL DEFAULT 0

ALTER TABLE "promotion" ADD COLUMN "pay" INTEGER NOT NULL DEFAULT 0

ALTER TABLE "promotion" ADD COLUMN "min_quantity" INTEGER NOT NULL DEFAULT 0

ALTER TABLE "promotion" ADD COLUMN "min_minor" BIGINT NOT NULL CHECK ("min_minor" BETWEEN 0 AND 1000000000000) DEFAULT 0

ALTER TABLE "promotion" ADD COLUMN "weekdays" INTEGER NOT NULL DEFAULT 127

ALTER TABLE "promotion" ADD COLUMN "from_minute" INTEGER NOT NULL DEFAULT 0

ALTER TABLE "promotion" ADD COLUMN "to_minute" INTEGER NOT NULL DEFAULT 1440

ALTER TABLE "promotion" ADD COLUMN "customer_groups" TEXT

ALTER TABLE "promotion" ADD COLUMN "needs_coupon" BOOLEAN NOT NULL DEFAULT false

ALTER TABLE "promotion" ADD COLUMN "stacking" VARCHAR(32) NOT NULL DEFAULT 'best'

ALTER TABLE "promotion" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 0

ALTER TABLE "promotion" ADD COLUMN "most" INTEGER NOT NULL DEFAULT 0
