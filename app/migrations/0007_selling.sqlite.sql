CREATE TABLE "point_move" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "customer_id" INTEGER NOT NULL,
 "points" INTEGER NOT NULL,
 "what" VARCHAR(32) NOT NULL,
 "order_ref" INTEGER,
 "made_at" INTEGER NOT NULL,
 FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT,
 CHECK (points <> 0))

CREATE INDEX "point_move_customer_id" ON "point_move" ("customer_id")

CREATE INDEX "point_move_order_ref" ON "point_move" ("order_ref")

CREATE TRIGGER "point_move_no_update" BEFORE UPDATE ON "point_move"
BEGIN SELECT RAISE(ABORT, 'point_move is never changed'); END

CREATE TRIGGER "point_move_no_delete" BEFORE DELETE ON "point_move"
BEGIN SELECT RAISE(ABORT, 'point_move is never changed'); END

CREATE TABLE "quote" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "customer_id" INTEGER,
 "customer_name" VARCHAR(160) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "pieces" INTEGER NOT NULL,
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "body" TEXT NOT NULL,
 "lines" TEXT NOT NULL,
 "made_at" INTEGER NOT NULL,
 "valid_until" INTEGER NOT NULL,
 FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "quote_number" ON "quote" ("number")

CREATE INDEX "quote_customer_id" ON "quote" ("customer_id")

CREATE INDEX "quote_state_made_at" ON "quote" ("state", "made_at")

ALTER TABLE "product" ADD COLUMN "needs_serial" INTEGER NOT NULL DEFAULT false

ALTER TABLE "order_line" ADD COLUMN "lot" VARCHAR(40) NOT NULL DEFAULT ''

INSERT INTO "point_move" ("customer_id", "points", "what", "order_ref", "made_at")
SELECT "id", "points", 'carried', NULL, "created_at" FROM "customer" WHERE "points" <> 0
