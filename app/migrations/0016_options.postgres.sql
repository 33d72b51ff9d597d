CREATE TABLE "option_group" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "name" VARCHAR(60) NOT NULL,
 "name_zh" VARCHAR(60) NOT NULL,
 "least" INTEGER NOT NULL,
 "most" INTEGER NOT NULL,
 "position" INTEGER NOT NULL,
 "is_active" BOOLEAN NOT NULL,
 CHECK (least >= 0 AND most >= 1 AND least <= most))

CREATE UNIQUE INDEX "option_group_name" ON "option_group" ("name")

CREATE TABLE "group_option" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "group_id" INTEGER NOT NULL,
 "product_id" INTEGER NOT NULL,
 "position" INTEGER NOT NULL,
 "asks_words" BOOLEAN NOT NULL,
 FOREIGN KEY ("group_id") REFERENCES "option_group" ("id") ON DELETE CASCADE,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "group_option_product_id" ON "group_option" ("product_id")

CREATE UNIQUE INDEX "group_option_group_id_product_id" ON "group_option" ("group_id", "product_id")

CREATE TABLE "option_use" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "group_id" INTEGER NOT NULL,
 "product_id" INTEGER,
 "category_id" INTEGER,
 FOREIGN KEY ("group_id") REFERENCES "option_group" ("id") ON DELETE CASCADE,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE RESTRICT,
 CHECK ((product_id IS NULL) <> (category_id IS NULL)))

CREATE INDEX "option_use_group_id" ON "option_use" ("group_id")

CREATE INDEX "option_use_product_id" ON "option_use" ("product_id")

CREATE INDEX "option_use_category_id" ON "option_use" ("category_id")
