CREATE TABLE "kit_part" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "kit_id" INTEGER NOT NULL,
 "part_id" INTEGER NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 FOREIGN KEY ("kit_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("part_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 CHECK (kit_id <> part_id))

CREATE INDEX "kit_part_kit_id" ON "kit_part" ("kit_id")

CREATE INDEX "kit_part_part_id" ON "kit_part" ("part_id")

CREATE UNIQUE INDEX "kit_part_kit_id_part_id" ON "kit_part" ("kit_id", "part_id")

ALTER TABLE "product" ADD COLUMN "is_kit" BOOLEAN NOT NULL DEFAULT false

ALTER TABLE "product" ADD COLUMN "has_variants" BOOLEAN NOT NULL DEFAULT false

ALTER TABLE "product" ADD COLUMN "variant_of_id" INTEGER REFERENCES "product" ("id") ON DELETE RESTRICT

ALTER TABLE "product" ADD COLUMN "variant_no" INTEGER NOT NULL DEFAULT 0

ALTER TABLE "product" ADD COLUMN "attributes" TEXT

ALTER TABLE "product" ADD COLUMN "deposit_id" INTEGER REFERENCES "product" ("id") ON DELETE RESTRICT

ALTER TABLE "order_line" ADD COLUMN "of_no" INTEGER

CREATE INDEX "product_variant_of_id" ON "product" ("variant_of_id")

CREATE INDEX "product_deposit_id" ON "product" ("deposit_id")
