CREATE TABLE "put_back_task" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "fulfillment_id" BIGINT NOT NULL,
 "product_id" INTEGER NOT NULL,
 "place_id" INTEGER NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 "made_at" BIGINT NOT NULL,
 "done_at" BIGINT,
 FOREIGN KEY ("fulfillment_id") REFERENCES "fulfillment" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("place_id") REFERENCES "place" ("id") ON DELETE RESTRICT)

CREATE INDEX "put_back_task_fulfillment_id" ON "put_back_task" ("fulfillment_id")

CREATE INDEX "put_back_task_product_id" ON "put_back_task" ("product_id")

CREATE INDEX "put_back_task_place_id" ON "put_back_task" ("place_id")
