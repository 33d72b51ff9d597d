ALTER TABLE "receipt" ADD COLUMN "return_ref" BIGINT

UPDATE "receipt" SET "return_ref" = (SELECT "r"."id" FROM "return" AS "r"
 WHERE "r"."order_id" = "receipt"."order_id" AND "r"."settled_at" <= "receipt"."made_at"
 AND "r"."settled_at" > "receipt"."made_at" - 5000 AND "r"."refund_minor" > 0
 AND NOT EXISTS (SELECT 1 FROM "receipt" AS "before" WHERE "before"."order_id" = "receipt"."order_id"
  AND "before"."kind" = 'refund' AND "before"."made_at" < "receipt"."made_at"
  AND "before"."made_at" >= "r"."settled_at")
 ORDER BY "r"."settled_at" DESC, "r"."id" DESC LIMIT 1) WHERE "kind" = 'refund'
