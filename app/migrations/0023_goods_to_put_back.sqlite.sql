CREATE TABLE "put_back_task" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "fulfillment_id" INTEGER NOT NULL,
 "product_id" INTEGER NOT NULL,
 "place_id" INTEGER NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN 1 AND 1000000000000),
 "made_at" INTEGER NOT NULL,
 "done_at" INTEGER,
 FOREIGN KEY ("fulfillment_id") REFERENCES "fulfillment" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("place_id") REFERENCES "place" ("id") ON DELETE RESTRICT)

CREATE INDEX "put_back_task_fulfillment_id" ON "put_back_task" ("fulfillment_id")

CREATE INDEX "put_back_task_product_id" ON "put_back_task" ("product_id")

CREATE INDEX "put_back_task_place_id" ON "put_back_task" ("place_id")
