ALTER TABLE "order_line" ADD COLUMN "kind" VARCHAR(32) NOT NULL DEFAULT 'goods'

UPDATE "order_line" SET "kind" = 'part' WHERE "of_no" IS NOT NULL

UPDATE "order_line" SET "kind" = 'free'
WHERE "kind" = 'goods' AND ("product_id" IS NULL OR "product_id" IN (
 SELECT "id" FROM "product" WHERE "sku" LIKE 'OTHER-%' AND "price_e4" = 0))

UPDATE "order_line" SET "kind" = 'gift_card'
WHERE "kind" = 'goods' AND "product_id" IN (SELECT "id" FROM "product" WHERE "is_gift_card")

UPDATE "order_line" SET "kind" = 'deposit', "of_no" = (
 SELECT MAX("goods"."no") FROM "order_line" AS "goods" JOIN "product" ON "product"."id" = "goods"."product_id"
 WHERE "goods"."order_id" = "order_line"."order_id" AND "goods"."no" < "order_line"."no"
 AND "goods"."kind" = 'goods' AND "product"."deposit_id" = "order_line"."product_id")
WHERE "kind" = 'goods' AND "product_id" IN (SELECT "deposit_id" FROM "product" WHERE "deposit_id" IS NOT NULL)
