CREATE TABLE "customer_group" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "discount_bp" INTEGER NOT NULL)

CREATE UNIQUE INDEX "customer_group_code" ON "customer_group" ("code")

CREATE TABLE "customer" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "name" VARCHAR(160) NOT NULL,
 "phone" VARCHAR(24),
 "email" VARCHAR(160),
 "card" VARCHAR(40),
 "group_id" INTEGER,
 "language" VARCHAR(8) NOT NULL,
 "credit_limit_minor" BIGINT NOT NULL CHECK ("credit_limit_minor" BETWEEN 0 AND 1000000000000),
 "points" BIGINT NOT NULL,
 "may_mail" BOOLEAN NOT NULL,
 "may_sms" BOOLEAN NOT NULL,
 "note" TEXT NOT NULL,
 "created_at" BIGINT NOT NULL,
 "last_order_at" BIGINT,
 "order_count" INTEGER NOT NULL,
 "spent_minor" BIGINT NOT NULL CHECK ("spent_minor" BETWEEN -1000000000000 AND 1000000000000),
 FOREIGN KEY ("group_id") REFERENCES "customer_group" ("id") ON DELETE RESTRICT)

CREATE INDEX "customer_name" ON "customer" ("name")

CREATE INDEX "customer_phone" ON "customer" ("phone")

CREATE INDEX "customer_email" ON "customer" ("email")

CREATE UNIQUE INDEX "customer_card" ON "customer" ("card")

CREATE INDEX "customer_group_id" ON "customer" ("group_id")

CREATE TABLE "orders" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "number" VARCHAR(20),
 "channel" VARCHAR(32) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "is_on_hold" BOOLEAN NOT NULL,
 "hold_reason" VARCHAR(200) NOT NULL,
 "revision" INTEGER NOT NULL,
 "customer_id" INTEGER,
 "customer_name" VARCHAR(160) NOT NULL,
 "phone" VARCHAR(24) NOT NULL,
 "email" VARCHAR(160) NOT NULL,
 "language" VARCHAR(8) NOT NULL,
 "method" VARCHAR(32) NOT NULL,
 "address" TEXT,
 "pay_plan" VARCHAR(32) NOT NULL,
 "currency" VARCHAR(3) NOT NULL,
 "goods_minor" BIGINT NOT NULL CHECK ("goods_minor" BETWEEN -1000000000000 AND 1000000000000),
 "discount_minor" BIGINT NOT NULL CHECK ("discount_minor" BETWEEN 0 AND 1000000000000),
 "delivery_minor" BIGINT NOT NULL CHECK ("delivery_minor" BETWEEN 0 AND 1000000000000),
 "fee_minor" BIGINT NOT NULL CHECK ("fee_minor" BETWEEN 0 AND 1000000000000),
 "charges_tax_bp" INTEGER NOT NULL,
 "tax_minor" BIGINT NOT NULL CHECK ("tax_minor" BETWEEN -1000000000000 AND 1000000000000),
 "total_minor" BIGINT NOT NULL CHECK ("total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "discount_name" VARCHAR(80) NOT NULL,
 "promised_at" BIGINT,
 "ship_together" BOOLEAN NOT NULL,
 "entered_by" INTEGER NOT NULL,
 "entered_name" VARCHAR(80) NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "import_key" VARCHAR(120),
 "doubts" TEXT,
 "note" TEXT NOT NULL,
 "price_overridden" BOOLEAN NOT NULL,
 "created_at" BIGINT NOT NULL,
 "placed_at" BIGINT,
 "confirmed_at" BIGINT,
 "completed_at" BIGINT,
 "closed_at" BIGINT,
 FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "orders_number" ON "orders" ("number")

CREATE INDEX "orders_customer_id" ON "orders" ("customer_id")

CREATE UNIQUE INDEX "orders_import_key" ON "orders" ("import_key")

CREATE INDEX "orders_state_placed_at" ON "orders" ("state", "placed_at")

CREATE INDEX "orders_customer_id_placed_at" ON "orders" ("customer_id", "placed_at")

CREATE INDEX "orders_placed_at" ON "orders" ("placed_at")

CREATE TABLE "fulfillment" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "order_id" BIGINT NOT NULL,
 "no" INTEGER NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "method" VARCHAR(32) NOT NULL,
 "pieces" BIGINT NOT NULL CHECK ("pieces" BETWEEN 0 AND 1000000000000),
 "weight_grams" BIGINT NOT NULL CHECK ("weight_grams" BETWEEN 0 AND 1000000000000),
 "due_at" BIGINT,
 "made_at" BIGINT NOT NULL,
 "ready_at" BIGINT,
 "picked_at" BIGINT,
 "packed_at" BIGINT,
 "left_at" BIGINT,
 "delivered_at" BIGINT,
 "accepted_at" BIGINT,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "fulfillment_order_id" ON "fulfillment" ("order_id")

CREATE UNIQUE INDEX "fulfillment_order_id_no" ON "fulfillment" ("order_id", "no")

CREATE INDEX "fulfillment_state_due_at" ON "fulfillment" ("state", "due_at")

CREATE TABLE "carrier" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "courier" VARCHAR(40) NOT NULL,
 "tracking_url" VARCHAR(200) NOT NULL,
 "is_active" BOOLEAN NOT NULL)

CREATE UNIQUE INDEX "carrier_code" ON "carrier" ("code")

CREATE TABLE "run" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "driver" INTEGER NOT NULL,
 "driver_name" VARCHAR(80) NOT NULL,
 "vehicle" VARCHAR(40) NOT NULL,
 "made_at" BIGINT NOT NULL,
 "left_at" BIGINT,
 "back_at" BIGINT)

CREATE UNIQUE INDEX "run_number" ON "run" ("number")

CREATE TABLE "shipment" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "fulfillment_id" BIGINT NOT NULL,
 "carrier_id" INTEGER,
 "tracking" VARCHAR(60),
 "run_id" BIGINT,
 "stop" INTEGER NOT NULL,
 "shelf" VARCHAR(20) NOT NULL,
 "pickup_code" VARCHAR(12) NOT NULL,
 "eta_at" BIGINT,
 "tries" INTEGER NOT NULL,
 "cod_minor" BIGINT NOT NULL CHECK ("cod_minor" BETWEEN 0 AND 1000000000000),
 "track_token" VARCHAR(24) NOT NULL,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("fulfillment_id") REFERENCES "fulfillment" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("carrier_id") REFERENCES "carrier" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("run_id") REFERENCES "run" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "shipment_fulfillment_id" ON "shipment" ("fulfillment_id")

CREATE INDEX "shipment_carrier_id" ON "shipment" ("carrier_id")

CREATE INDEX "shipment_tracking" ON "shipment" ("tracking")

CREATE INDEX "shipment_run_id" ON "shipment" ("run_id")

CREATE INDEX "shipment_pickup_code" ON "shipment" ("pickup_code")

CREATE UNIQUE INDEX "shipment_track_token" ON "shipment" ("track_token")

CREATE TABLE "category" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(40) NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "name_zh" VARCHAR(80) NOT NULL,
 "position" INTEGER NOT NULL)

CREATE UNIQUE INDEX "category_code" ON "category" ("code")

CREATE TABLE "tax" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "rate_bp" INTEGER NOT NULL)

CREATE UNIQUE INDEX "tax_code" ON "tax" ("code")

CREATE TABLE "product" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "sku" VARCHAR(60) NOT NULL,
 "name" VARCHAR(200) NOT NULL,
 "name_zh" VARCHAR(200) NOT NULL,
 "category_id" INTEGER,
 "unit" VARCHAR(32) NOT NULL,
 "price_e4" BIGINT NOT NULL CHECK ("price_e4" BETWEEN 0 AND 1000000000000),
 "price_per" BIGINT NOT NULL CHECK ("price_per" BETWEEN 1 AND 1000000000000),
 "cost_e4" BIGINT NOT NULL CHECK ("cost_e4" BETWEEN 0 AND 1000000000000),
 "tax_id" INTEGER NOT NULL,
 "weight_grams" BIGINT NOT NULL CHECK ("weight_grams" BETWEEN 0 AND 1000000000000),
 "length_mm" INTEGER NOT NULL,
 "width_mm" INTEGER NOT NULL,
 "height_mm" INTEGER NOT NULL,
 "art" VARCHAR(200) NOT NULL,
 "brand" VARCHAR(80) NOT NULL,
 "is_stocked" BOOLEAN NOT NULL,
 "is_active" BOOLEAN NOT NULL,
 "allow_found" BOOLEAN NOT NULL,
 "age_limit" INTEGER NOT NULL,
 "quick_key" INTEGER,
 "reorder_point" BIGINT NOT NULL CHECK ("reorder_point" BETWEEN 0 AND 1000000000000),
 "order_up_to" BIGINT NOT NULL CHECK ("order_up_to" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("tax_id") REFERENCES "tax" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "product_sku" ON "product" ("sku")

CREATE INDEX "product_name" ON "product" ("name")

CREATE INDEX "product_category_id" ON "product" ("category_id")

CREATE INDEX "product_tax_id" ON "product" ("tax_id")

CREATE TABLE "order_line" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "order_id" BIGINT NOT NULL,
 "no" INTEGER NOT NULL,
 "product_id" INTEGER,
 "sku" VARCHAR(60) NOT NULL,
 "name" VARCHAR(200) NOT NULL,
 "unit" VARCHAR(12) NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 "unit_price_e4" BIGINT NOT NULL CHECK ("unit_price_e4" BETWEEN 0 AND 1000000000000),
 "price_per" BIGINT NOT NULL CHECK ("price_per" BETWEEN 1 AND 1000000000000),
 "list_price_e4" BIGINT NOT NULL CHECK ("list_price_e4" BETWEEN 0 AND 1000000000000),
 "discount_minor" BIGINT NOT NULL CHECK ("discount_minor" BETWEEN 0 AND 1000000000000),
 "discount_name" VARCHAR(80) NOT NULL,
 "order_discount_minor" BIGINT NOT NULL CHECK ("order_discount_minor" BETWEEN 0 AND 1000000000000),
 "total_minor" BIGINT NOT NULL CHECK ("total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "tax_bp" INTEGER NOT NULL,
 "tax_minor" BIGINT NOT NULL CHECK ("tax_minor" BETWEEN -1000000000000 AND 1000000000000),
 "cost_e4" BIGINT NOT NULL CHECK ("cost_e4" BETWEEN 0 AND 1000000000000),
 "is_stocked" BOOLEAN NOT NULL,
 "reserved" BIGINT NOT NULL CHECK ("reserved" BETWEEN 0 AND 1000000000000),
 "backordered" BIGINT NOT NULL CHECK ("backordered" BETWEEN 0 AND 1000000000000),
 "returned" BIGINT NOT NULL CHECK ("returned" BETWEEN 0 AND 1000000000000),
 "note" VARCHAR(200) NOT NULL,
 "serial" VARCHAR(60) NOT NULL,
 "age_checked" BOOLEAN NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 CHECK (returned <= quantity))

CREATE INDEX "order_line_order_id" ON "order_line" ("order_id")

CREATE INDEX "order_line_product_id" ON "order_line" ("product_id")

CREATE UNIQUE INDEX "order_line_order_id_no" ON "order_line" ("order_id", "no")

CREATE TABLE "fulfillment_line" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "fulfillment_id" BIGINT NOT NULL,
 "line_id" BIGINT NOT NULL,
 "product_id" INTEGER NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 "picked" BIGINT NOT NULL CHECK ("picked" BETWEEN 0 AND 1000000000000),
 "short" BIGINT NOT NULL CHECK ("short" BETWEEN 0 AND 1000000000000),
 "packed" BIGINT NOT NULL CHECK ("packed" BETWEEN 0 AND 1000000000000),
 "accepted" BIGINT NOT NULL CHECK ("accepted" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("fulfillment_id") REFERENCES "fulfillment" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("line_id") REFERENCES "order_line" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 CHECK (picked + short <= quantity),
 CHECK (packed <= picked))

CREATE INDEX "fulfillment_line_fulfillment_id" ON "fulfillment_line" ("fulfillment_id")

CREATE INDEX "fulfillment_line_line_id" ON "fulfillment_line" ("line_id")

CREATE INDEX "fulfillment_line_product_id" ON "fulfillment_line" ("product_id")

CREATE UNIQUE INDEX "fulfillment_line_fulfillment_id_line_id" ON "fulfillment_line" ("fulfillment_id", "line_id")

CREATE TABLE "acceptance_line" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "shipment_id" BIGINT NOT NULL,
 "line_id" BIGINT NOT NULL,
 "accepted" BIGINT NOT NULL CHECK ("accepted" BETWEEN 0 AND 1000000000000),
 "condition" VARCHAR(20) NOT NULL,
 "note" VARCHAR(200) NOT NULL,
 FOREIGN KEY ("shipment_id") REFERENCES "shipment" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("line_id") REFERENCES "fulfillment_line" ("id") ON DELETE RESTRICT)

CREATE INDEX "acceptance_line_shipment_id" ON "acceptance_line" ("shipment_id")

CREATE INDEX "acceptance_line_line_id" ON "acceptance_line" ("line_id")

CREATE UNIQUE INDEX "acceptance_line_shipment_id_line_id" ON "acceptance_line" ("shipment_id", "line_id")

CREATE TABLE "account" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(80) NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "balance_minor" BIGINT NOT NULL CHECK ("balance_minor" BETWEEN -1000000000000 AND 1000000000000),
 "floor_minor" BIGINT CHECK ("floor_minor" BETWEEN -1000000000000 AND 1000000000000),
 "ceiling_minor" BIGINT CHECK ("ceiling_minor" BETWEEN -1000000000000 AND 1000000000000))

CREATE UNIQUE INDEX "account_code" ON "account" ("code")

CREATE TABLE "address" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "customer_id" INTEGER NOT NULL,
 "line1" VARCHAR(160) NOT NULL,
 "line2" VARCHAR(160) NOT NULL,
 "city" VARCHAR(80) NOT NULL,
 "region" VARCHAR(80) NOT NULL,
 "postcode" VARCHAR(20) NOT NULL,
 "country" VARCHAR(2) NOT NULL,
 "note" VARCHAR(200) NOT NULL,
 "lat_e6" INTEGER,
 "lon_e6" INTEGER,
 "is_main" BOOLEAN NOT NULL,
 FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT)

CREATE INDEX "address_customer_id" ON "address" ("customer_id")

CREATE TABLE "archive_entry" (
 "order_id" BIGINT NOT NULL PRIMARY KEY,
 "archived_at" BIGINT NOT NULL,
 "digest" VARCHAR(64) NOT NULL,
 "words" TEXT NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE TABLE "batch" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "picker" INTEGER,
 "picker_name" VARCHAR(80) NOT NULL,
 "made_at" BIGINT NOT NULL,
 "started_at" BIGINT,
 "done_at" BIGINT)

CREATE UNIQUE INDEX "batch_number" ON "batch" ("number")

CREATE TABLE "place" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(40) NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "zone" VARCHAR(20) NOT NULL,
 "walk" INTEGER NOT NULL,
 "x_mm" INTEGER NOT NULL,
 "y_mm" INTEGER NOT NULL)

CREATE UNIQUE INDEX "place_code" ON "place" ("code")

CREATE TABLE "bin_stock" (
 "product_id" INTEGER NOT NULL,
 "place_id" INTEGER NOT NULL,
 "on_hand" BIGINT NOT NULL CHECK ("on_hand" BETWEEN 0 AND 1000000000000),
 PRIMARY KEY ("product_id", "place_id"),
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("place_id") REFERENCES "place" ("id") ON DELETE RESTRICT)

CREATE INDEX "bin_stock_product_id" ON "bin_stock" ("product_id")

CREATE INDEX "bin_stock_place_id" ON "bin_stock" ("place_id")

CREATE TABLE "carton" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "length_mm" INTEGER NOT NULL,
 "width_mm" INTEGER NOT NULL,
 "height_mm" INTEGER NOT NULL,
 "weight_grams" BIGINT NOT NULL CHECK ("weight_grams" BETWEEN 0 AND 1000000000000),
 "max_grams" BIGINT NOT NULL CHECK ("max_grams" BETWEEN 1 AND 1000000000000),
 "is_active" BOOLEAN NOT NULL)

CREATE UNIQUE INDEX "carton_code" ON "carton" ("code")

CREATE TABLE "service_case" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "order_id" BIGINT,
 "customer_id" INTEGER,
 "customer_name" VARCHAR(160) NOT NULL,
 "subject" VARCHAR(200) NOT NULL,
 "cause" VARCHAR(40) NOT NULL,
 "outcome" VARCHAR(200) NOT NULL,
 "assigned_to" INTEGER,
 "assigned_name" VARCHAR(80) NOT NULL,
 "quote_minor" BIGINT CHECK ("quote_minor" BETWEEN -1000000000000 AND 1000000000000),
 "quote_accepted" BOOLEAN,
 "work_minor" BIGINT NOT NULL CHECK ("work_minor" BETWEEN 0 AND 1000000000000),
 "test_result" VARCHAR(200) NOT NULL,
 "return_ref" BIGINT,
 "handed_out_at" BIGINT,
 "product_ref" BIGINT,
 "answered_at" BIGINT,
 "made_at" BIGINT NOT NULL,
 "due_at" BIGINT NOT NULL,
 "resolved_at" BIGINT,
 "closed_at" BIGINT,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "service_case_number" ON "service_case" ("number")

CREATE INDEX "service_case_order_id" ON "service_case" ("order_id")

CREATE INDEX "service_case_customer_id" ON "service_case" ("customer_id")

CREATE INDEX "service_case_state_due_at" ON "service_case" ("state", "due_at")

CREATE TABLE "case_message" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "case_id" BIGINT NOT NULL,
 "at" BIGINT NOT NULL,
 "side" VARCHAR(10) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "text" TEXT NOT NULL,
 "channel" VARCHAR(10) NOT NULL,
 FOREIGN KEY ("case_id") REFERENCES "service_case" ("id") ON DELETE RESTRICT)

CREATE INDEX "case_message_case_id" ON "case_message" ("case_id")

CREATE TABLE "shift" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "station" VARCHAR(40) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "series" VARCHAR(40) NOT NULL,
 "first_receipt" BIGINT NOT NULL,
 "first_transfer" BIGINT NOT NULL,
 "opened_by" INTEGER NOT NULL,
 "opened_name" VARCHAR(80) NOT NULL,
 "opened_at" BIGINT NOT NULL,
 "float_minor" BIGINT NOT NULL CHECK ("float_minor" BETWEEN 0 AND 1000000000000),
 "closed_by" INTEGER,
 "closed_name" VARCHAR(80) NOT NULL,
 "closed_at" BIGINT,
 "z_number" INTEGER,
 "counted" TEXT,
 "expected" TEXT,
 "report" TEXT,
 "difference_minor" BIGINT NOT NULL CHECK ("difference_minor" BETWEEN -1000000000000 AND 1000000000000),
 "difference_reason" VARCHAR(200) NOT NULL)

CREATE INDEX "shift_station" ON "shift" ("station")

CREATE TABLE "cash_move" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "shift_id" BIGINT NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" BETWEEN -1000000000000 AND 1000000000000),
 "reason" VARCHAR(200) NOT NULL,
 "who" INTEGER NOT NULL,
 "who_name" VARCHAR(80) NOT NULL,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT)

CREATE INDEX "cash_move_shift_id" ON "cash_move" ("shift_id")

CREATE TABLE "claim" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "order_id" BIGINT NOT NULL,
 "holder" VARCHAR(40) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" BETWEEN 1 AND 1000000000000),
 "collected_minor" BIGINT NOT NULL CHECK ("collected_minor" BETWEEN 0 AND 1000000000000),
 "run_ref" BIGINT,
 "made_at" BIGINT NOT NULL,
 "collected_at" BIGINT,
 "settled_at" BIGINT,
 "difference_owner" VARCHAR(20) NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "claim_order_id" ON "claim" ("order_id")

CREATE INDEX "claim_run_ref" ON "claim" ("run_ref")

CREATE TABLE "count" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "place_id" INTEGER NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "reason" VARCHAR(60) NOT NULL,
 "asked_at" BIGINT NOT NULL,
 "counted_at" BIGINT,
 "who" INTEGER NOT NULL,
 FOREIGN KEY ("place_id") REFERENCES "place" ("id") ON DELETE RESTRICT)

CREATE INDEX "count_place_id" ON "count" ("place_id")

CREATE TABLE "counter" (
 "series" VARCHAR(64) NOT NULL PRIMARY KEY,
 "last_no" BIGINT NOT NULL)

CREATE TABLE "count_line" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "count_id" INTEGER NOT NULL,
 "product_id" INTEGER NOT NULL,
 "expected" BIGINT NOT NULL CHECK ("expected" BETWEEN 0 AND 1000000000000),
 "counted" BIGINT NOT NULL CHECK ("counted" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("count_id") REFERENCES "count" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "count_line_count_id" ON "count_line" ("count_id")

CREATE INDEX "count_line_product_id" ON "count_line" ("product_id")

CREATE UNIQUE INDEX "count_line_count_id_product_id" ON "count_line" ("count_id", "product_id")

CREATE TABLE "exception_log" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "at" BIGINT NOT NULL,
 "day" VARCHAR(10) NOT NULL,
 "kind" VARCHAR(24) NOT NULL,
 "person" INTEGER NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" BETWEEN -1000000000000 AND 1000000000000),
 "order_ref" BIGINT,
 "approved_by" VARCHAR(80) NOT NULL,
 "detail" VARCHAR(200) NOT NULL)

CREATE INDEX "exception_log_at" ON "exception_log" ("at")

CREATE INDEX "exception_log_day" ON "exception_log" ("day")

CREATE TABLE "feedback" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "order_id" BIGINT NOT NULL,
 "token" VARCHAR(24) NOT NULL,
 "asked_at" BIGINT NOT NULL,
 "answered_at" BIGINT,
 "score" INTEGER,
 "comment" TEXT NOT NULL,
 "case_ref" BIGINT,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "feedback_order_id" ON "feedback" ("order_id")

CREATE UNIQUE INDEX "feedback_token" ON "feedback" ("token")

CREATE TABLE "import" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "source" VARCHAR(40) NOT NULL,
 "file_name" VARCHAR(200) NOT NULL,
 "digest" VARCHAR(64) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "made_at" BIGINT NOT NULL,
 "taken_at" BIGINT)

CREATE TABLE "import_row" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "import_id" BIGINT NOT NULL,
 "line_no" INTEGER NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "verdict" VARCHAR(12) NOT NULL,
 "reasons" TEXT NOT NULL,
 "content" TEXT NOT NULL,
 "order_ref" BIGINT,
 FOREIGN KEY ("import_id") REFERENCES "import" ("id") ON DELETE RESTRICT)

CREATE INDEX "import_row_import_id" ON "import_row" ("import_id")

CREATE TABLE "journal" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "station" VARCHAR(40) NOT NULL,
 "no" BIGINT NOT NULL,
 "at" BIGINT NOT NULL,
 "what" VARCHAR(60) NOT NULL,
 "body" TEXT NOT NULL,
 "key" VARCHAR(80),
 "asked" VARCHAR(64),
 "answer" TEXT NOT NULL,
 "hash" VARCHAR(64) NOT NULL)

CREATE UNIQUE INDEX "journal_key" ON "journal" ("key")

CREATE UNIQUE INDEX "journal_station_no" ON "journal" ("station", "no")

CREATE FUNCTION "journal_never"() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'journal is never changed'; END $$

CREATE TRIGGER "journal_never" BEFORE UPDATE OR DELETE OR TRUNCATE ON "journal"
FOR EACH STATEMENT EXECUTE FUNCTION "journal_never"()

CREATE TABLE "journal_head" (
 "station" VARCHAR(40) NOT NULL PRIMARY KEY,
 "no" BIGINT NOT NULL,
 "hash" VARCHAR(64) NOT NULL)

CREATE TABLE "journal_touch" (
 "kind" VARCHAR(24) NOT NULL,
 "ref" BIGINT NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "no" BIGINT NOT NULL,
 PRIMARY KEY ("kind", "ref", "station", "no"))

CREATE INDEX "journal_touch_station_no" ON "journal_touch" ("station", "no")

CREATE FUNCTION "journal_touch_never"() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'journal_touch is never changed'; END $$

CREATE TRIGGER "journal_touch_never" BEFORE UPDATE OR DELETE OR TRUNCATE ON "journal_touch"
FOR EACH STATEMENT EXECUTE FUNCTION "journal_touch_never"()

CREATE TABLE "note" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "order_id" BIGINT NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "made_at" BIGINT NOT NULL,
 "text" TEXT NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "note_order_id" ON "note" ("order_id")

CREATE TABLE "outbox" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "kind" VARCHAR(24) NOT NULL,
 "key" VARCHAR(120) NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "order_ref" BIGINT,
 "title" VARCHAR(200) NOT NULL,
 "payload" TEXT NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "tries" INTEGER NOT NULL,
 "not_before" BIGINT NOT NULL,
 "expires_at" BIGINT,
 "created_at" BIGINT NOT NULL,
 "finished_at" BIGINT,
 "reason" TEXT NOT NULL)

CREATE UNIQUE INDEX "outbox_key" ON "outbox" ("key")

CREATE INDEX "outbox_order_ref" ON "outbox" ("order_ref")

CREATE INDEX "outbox_state_not_before" ON "outbox" ("state", "not_before")

CREATE TABLE "parcel" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "fulfillment_id" BIGINT NOT NULL,
 "no" INTEGER NOT NULL,
 "code" VARCHAR(30) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "carton_id" INTEGER,
 "expected_grams" BIGINT NOT NULL CHECK ("expected_grams" BETWEEN 0 AND 1000000000000),
 "weight_grams" BIGINT NOT NULL CHECK ("weight_grams" BETWEEN 0 AND 1000000000000),
 "weight_reason" VARCHAR(200) NOT NULL,
 "packer" INTEGER NOT NULL,
 "packer_name" VARCHAR(80) NOT NULL,
 "started_at" BIGINT NOT NULL,
 "closed_at" BIGINT,
 FOREIGN KEY ("fulfillment_id") REFERENCES "fulfillment" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("carton_id") REFERENCES "carton" ("id") ON DELETE RESTRICT)

CREATE INDEX "parcel_fulfillment_id" ON "parcel" ("fulfillment_id")

CREATE UNIQUE INDEX "parcel_code" ON "parcel" ("code")

CREATE INDEX "parcel_carton_id" ON "parcel" ("carton_id")

CREATE TABLE "parcel_line" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "parcel_id" BIGINT NOT NULL,
 "line_id" BIGINT NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 FOREIGN KEY ("parcel_id") REFERENCES "parcel" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("line_id") REFERENCES "fulfillment_line" ("id") ON DELETE RESTRICT)

CREATE INDEX "parcel_line_parcel_id" ON "parcel_line" ("parcel_id")

CREATE INDEX "parcel_line_line_id" ON "parcel_line" ("line_id")

CREATE UNIQUE INDEX "parcel_line_parcel_id_line_id" ON "parcel_line" ("parcel_id", "line_id")

CREATE TABLE "payment" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "order_id" BIGINT,
 "shift_id" BIGINT,
 "station" VARCHAR(40) NOT NULL,
 "tender" VARCHAR(32) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" BETWEEN -1000000000000 AND 1000000000000),
 "given_minor" BIGINT NOT NULL CHECK ("given_minor" BETWEEN -1000000000000 AND 1000000000000),
 "change_minor" BIGINT NOT NULL CHECK ("change_minor" BETWEEN 0 AND 1000000000000),
 "rounding_minor" BIGINT NOT NULL CHECK ("rounding_minor" BETWEEN -1000000000000 AND 1000000000000),
 "reference" VARCHAR(120),
 "auth_code" VARCHAR(40) NOT NULL,
 "masked_pan" VARCHAR(40) NOT NULL,
 "refund_of" BIGINT,
 "who" INTEGER NOT NULL,
 "reason" VARCHAR(200) NOT NULL,
 "made_at" BIGINT NOT NULL,
 "settled_at" BIGINT,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT)

CREATE INDEX "payment_order_id" ON "payment" ("order_id")

CREATE UNIQUE INDEX "payment_reference" ON "payment" ("reference")

CREATE INDEX "payment_shift_id_tender" ON "payment" ("shift_id", "tender")

CREATE TABLE "person" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "name" VARCHAR(80) NOT NULL,
 "role" VARCHAR(32) NOT NULL,
 "pin_hash" VARCHAR(200) NOT NULL,
 "badge" VARCHAR(60),
 "is_driver" BOOLEAN NOT NULL,
 "is_active" BOOLEAN NOT NULL,
 "color" INTEGER NOT NULL,
 "wrong_tries" INTEGER NOT NULL,
 "locked_until_at" BIGINT NOT NULL,
 "limits" TEXT NOT NULL,
 "language" VARCHAR(8) NOT NULL)

CREATE UNIQUE INDEX "person_badge" ON "person" ("badge")

CREATE TABLE "phone_draft" (
 "uid" VARCHAR(40) NOT NULL PRIMARY KEY,
 "station" VARCHAR(40) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "name" VARCHAR(160) NOT NULL,
 "is_parked" BOOLEAN NOT NULL,
 "total_minor" BIGINT NOT NULL CHECK ("total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "body" TEXT NOT NULL,
 "saved_at" BIGINT NOT NULL)

CREATE INDEX "phone_draft_station" ON "phone_draft" ("station")

CREATE TABLE "pick_task" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "batch_id" BIGINT NOT NULL,
 "position" INTEGER NOT NULL,
 "place_id" INTEGER,
 "product_id" INTEGER NOT NULL,
 "fulfillment_id" BIGINT NOT NULL,
 "line_id" BIGINT NOT NULL,
 "tote" VARCHAR(20) NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 "picked" BIGINT NOT NULL CHECK ("picked" BETWEEN 0 AND 1000000000000),
 "state" VARCHAR(32) NOT NULL,
 "reason" VARCHAR(40) NOT NULL,
 "done_at" BIGINT,
 FOREIGN KEY ("batch_id") REFERENCES "batch" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("place_id") REFERENCES "place" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("fulfillment_id") REFERENCES "fulfillment" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("line_id") REFERENCES "fulfillment_line" ("id") ON DELETE RESTRICT,
 CHECK (picked <= quantity))

CREATE INDEX "pick_task_batch_id" ON "pick_task" ("batch_id")

CREATE INDEX "pick_task_place_id" ON "pick_task" ("place_id")

CREATE INDEX "pick_task_product_id" ON "pick_task" ("product_id")

CREATE INDEX "pick_task_fulfillment_id" ON "pick_task" ("fulfillment_id")

CREATE INDEX "pick_task_line_id" ON "pick_task" ("line_id")

CREATE INDEX "pick_task_batch_id_position" ON "pick_task" ("batch_id", "position")

CREATE TABLE "pick_error" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "batch_id" BIGINT NOT NULL,
 "task_id" BIGINT,
 "code" VARCHAR(80) NOT NULL,
 "kind" VARCHAR(20) NOT NULL,
 "who" INTEGER NOT NULL,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("batch_id") REFERENCES "batch" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("task_id") REFERENCES "pick_task" ("id") ON DELETE RESTRICT)

CREATE INDEX "pick_error_batch_id" ON "pick_error" ("batch_id")

CREATE INDEX "pick_error_task_id" ON "pick_error" ("task_id")

CREATE TABLE "product_code" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(80) NOT NULL,
 "product_id" INTEGER NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "product_code_product_id" ON "product_code" ("product_id")

CREATE UNIQUE INDEX "product_code_code_product_id" ON "product_code" ("code", "product_id")

CREATE TABLE "promotion" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "name" VARCHAR(80) NOT NULL,
 "product_id" INTEGER,
 "category_id" INTEGER,
 "percent_bp" INTEGER NOT NULL,
 "starts_at" BIGINT NOT NULL,
 "ends_at" BIGINT,
 "is_active" BOOLEAN NOT NULL,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE RESTRICT)

CREATE INDEX "promotion_product_id" ON "promotion" ("product_id")

CREATE INDEX "promotion_category_id" ON "promotion" ("category_id")

CREATE TABLE "proof" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "shipment_id" BIGINT NOT NULL,
 "name" VARCHAR(120) NOT NULL,
 "signature_png" BYTEA,
 "photo" VARCHAR(300) NOT NULL,
 "checklist" TEXT NOT NULL,
 "at" BIGINT NOT NULL,
 FOREIGN KEY ("shipment_id") REFERENCES "shipment" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "proof_shipment_id" ON "proof" ("shipment_id")

CREATE TABLE "supplier" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(40) NOT NULL,
 "name" VARCHAR(120) NOT NULL,
 "email" VARCHAR(160) NOT NULL,
 "lead_days" INTEGER NOT NULL)

CREATE UNIQUE INDEX "supplier_code" ON "supplier" ("code")

CREATE TABLE "purchase" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "supplier_id" INTEGER NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "created_at" BIGINT NOT NULL,
 "expected_at" BIGINT,
 "who" INTEGER NOT NULL,
 FOREIGN KEY ("supplier_id") REFERENCES "supplier" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "purchase_number" ON "purchase" ("number")

CREATE INDEX "purchase_supplier_id" ON "purchase" ("supplier_id")

CREATE TABLE "purchase_line" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "purchase_id" INTEGER NOT NULL,
 "product_id" INTEGER NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 "received" BIGINT NOT NULL CHECK ("received" BETWEEN 0 AND 1000000000000),
 "cost_e4" BIGINT NOT NULL CHECK ("cost_e4" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "purchase_line_purchase_id" ON "purchase_line" ("purchase_id")

CREATE INDEX "purchase_line_product_id" ON "purchase_line" ("product_id")

CREATE UNIQUE INDEX "purchase_line_purchase_id_product_id" ON "purchase_line" ("purchase_id", "product_id")

CREATE TABLE "receipt" (
 "series" VARCHAR(40) NOT NULL,
 "no" BIGINT NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "order_id" BIGINT NOT NULL,
 "shift_id" BIGINT,
 "station" VARCHAR(40) NOT NULL,
 "total_minor" BIGINT NOT NULL CHECK ("total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "copies" INTEGER NOT NULL,
 "made_at" BIGINT NOT NULL,
 PRIMARY KEY ("series", "no"),
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT)

CREATE INDEX "receipt_order_id" ON "receipt" ("order_id")

CREATE TABLE "reservation" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "product_id" INTEGER NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 "order_ref" BIGINT,
 "line_ref" BIGINT,
 "basket" VARCHAR(60),
 "state" VARCHAR(32) NOT NULL,
 "until_at" BIGINT,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "reservation_product_id" ON "reservation" ("product_id")

CREATE INDEX "reservation_order_ref" ON "reservation" ("order_ref")

CREATE INDEX "reservation_line_ref" ON "reservation" ("line_ref")

CREATE INDEX "reservation_basket" ON "reservation" ("basket")

CREATE TABLE "return" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "order_id" BIGINT,
 "customer_id" INTEGER,
 "state" VARCHAR(32) NOT NULL,
 "without_receipt" BOOLEAN NOT NULL,
 "outcome" VARCHAR(32),
 "refund_minor" BIGINT NOT NULL CHECK ("refund_minor" BETWEEN 0 AND 1000000000000),
 "charges_minor" BIGINT NOT NULL CHECK ("charges_minor" BETWEEN 0 AND 1000000000000),
 "exchange_order" BIGINT,
 "reason" VARCHAR(200) NOT NULL,
 "who" INTEGER NOT NULL,
 "who_name" VARCHAR(80) NOT NULL,
 "made_at" BIGINT NOT NULL,
 "received_at" BIGINT,
 "inspected_at" BIGINT,
 "settled_at" BIGINT,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "return_number" ON "return" ("number")

CREATE INDEX "return_order_id" ON "return" ("order_id")

CREATE INDEX "return_customer_id" ON "return" ("customer_id")

CREATE TABLE "return_line" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "return_id" BIGINT NOT NULL,
 "order_line_id" BIGINT,
 "product_id" INTEGER,
 "name" VARCHAR(200) NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 "reason" VARCHAR(40) NOT NULL,
 "condition" VARCHAR(40) NOT NULL,
 "disposition" VARCHAR(32),
 "refund_minor" BIGINT NOT NULL CHECK ("refund_minor" BETWEEN 0 AND 1000000000000),
 "fee_minor" BIGINT NOT NULL CHECK ("fee_minor" BETWEEN 0 AND 1000000000000),
 "tax_bp" INTEGER NOT NULL,
 "tax_minor" BIGINT NOT NULL CHECK ("tax_minor" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("return_id") REFERENCES "return" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("order_line_id") REFERENCES "order_line" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "return_line_return_id" ON "return_line" ("return_id")

CREATE INDEX "return_line_order_line_id" ON "return_line" ("order_line_id")

CREATE INDEX "return_line_product_id" ON "return_line" ("product_id")

CREATE TABLE "review" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "order_id" BIGINT NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "score" INTEGER NOT NULL,
 "reasons" TEXT NOT NULL,
 "entered_by" INTEGER NOT NULL,
 "made_at" BIGINT NOT NULL,
 "deadline_at" BIGINT NOT NULL,
 "decided_at" BIGINT,
 "decided_by" INTEGER,
 "decided_name" VARCHAR(80) NOT NULL,
 "decision_note" VARCHAR(200) NOT NULL,
 "first_by" INTEGER,
 "first_name" VARCHAR(80) NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "review_order_id" ON "review" ("order_id")

CREATE INDEX "review_state_deadline_at" ON "review" ("state", "deadline_at")

CREATE INDEX "review_decided_at" ON "review" ("decided_at")

CREATE TABLE "revision" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "order_id" BIGINT NOT NULL,
 "no" INTEGER NOT NULL,
 "made_at" BIGINT NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "difference" TEXT NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "revision_order_id" ON "revision" ("order_id")

CREATE UNIQUE INDEX "revision_order_id_no" ON "revision" ("order_id", "no")

CREATE TABLE "risk_score" (
 "order_id" BIGINT NOT NULL PRIMARY KEY,
 "score" INTEGER NOT NULL,
 "reasons" TEXT NOT NULL,
 "made_at" BIGINT NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "risk_score_made_at" ON "risk_score" ("made_at")

CREATE TABLE "rule" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(40) NOT NULL,
 "weight" INTEGER NOT NULL,
 "limit_value" BIGINT NOT NULL,
 "is_active" BOOLEAN NOT NULL)

CREATE UNIQUE INDEX "rule_code" ON "rule" ("code")

CREATE TABLE "sales_country" (
 "month" VARCHAR(7) NOT NULL,
 "country" VARCHAR(2) NOT NULL,
 "orders" INTEGER NOT NULL,
 "pieces" BIGINT NOT NULL CHECK ("pieces" BETWEEN -1000000000000 AND 1000000000000),
 "total_minor" BIGINT NOT NULL CHECK ("total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "refunded_minor" BIGINT NOT NULL CHECK ("refunded_minor" BETWEEN -1000000000000 AND 1000000000000),
 PRIMARY KEY ("month", "country"))

CREATE TABLE "sales_hour" (
 "day" VARCHAR(10) NOT NULL,
 "hour" INTEGER NOT NULL,
 "channel" VARCHAR(12) NOT NULL,
 "person" INTEGER NOT NULL,
 "orders" INTEGER NOT NULL,
 "pieces" BIGINT NOT NULL CHECK ("pieces" BETWEEN -1000000000000 AND 1000000000000),
 "total_minor" BIGINT NOT NULL CHECK ("total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "tax_minor" BIGINT NOT NULL CHECK ("tax_minor" BETWEEN -1000000000000 AND 1000000000000),
 "refunded_minor" BIGINT NOT NULL CHECK ("refunded_minor" BETWEEN -1000000000000 AND 1000000000000),
 PRIMARY KEY ("day", "hour", "channel", "person"))

CREATE TABLE "sales_product" (
 "day" VARCHAR(10) NOT NULL,
 "product" INTEGER NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN -1000000000000 AND 1000000000000),
 "total_minor" BIGINT NOT NULL CHECK ("total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "cost_minor" BIGINT NOT NULL CHECK ("cost_minor" BETWEEN -1000000000000 AND 1000000000000),
 "returned" BIGINT NOT NULL CHECK ("returned" BETWEEN -1000000000000 AND 1000000000000),
 "refunded_minor" BIGINT NOT NULL CHECK ("refunded_minor" BETWEEN -1000000000000 AND 1000000000000),
 PRIMARY KEY ("day", "product"))

CREATE INDEX "sales_product_product_day" ON "sales_product" ("product", "day")

CREATE TABLE "saved_ticket" (
 "uid" VARCHAR(40) NOT NULL PRIMARY KEY,
 "station" VARCHAR(40) NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "pieces" BIGINT NOT NULL,
 "total_minor" BIGINT NOT NULL CHECK ("total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "body" TEXT NOT NULL,
 "saved_at" BIGINT NOT NULL)

CREATE TABLE "setting" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "station" VARCHAR(40) NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "value" TEXT NOT NULL)

CREATE UNIQUE INDEX "setting_station_name" ON "setting" ("station", "name")

CREATE TABLE "shipment_event" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "shipment_id" BIGINT NOT NULL,
 "at" BIGINT NOT NULL,
 "kind" VARCHAR(24) NOT NULL,
 "text" VARCHAR(300) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 FOREIGN KEY ("shipment_id") REFERENCES "shipment" ("id") ON DELETE RESTRICT)

CREATE INDEX "shipment_event_shipment_id" ON "shipment_event" ("shipment_id")

CREATE TABLE "station" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(40) NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "series" VARCHAR(4) NOT NULL)

CREATE UNIQUE INDEX "station_code" ON "station" ("code")

CREATE UNIQUE INDEX "station_series" ON "station" ("series")

CREATE TABLE "step_time" (
 "day" VARCHAR(10) NOT NULL,
 "step" VARCHAR(24) NOT NULL,
 "times" INTEGER NOT NULL,
 "total_ms" BIGINT NOT NULL,
 "longest_ms" BIGINT NOT NULL,
 PRIMARY KEY ("day", "step"))

CREATE TABLE "stock" (
 "product_id" INTEGER NOT NULL PRIMARY KEY,
 "on_hand" BIGINT NOT NULL CHECK ("on_hand" BETWEEN 0 AND 1000000000000),
 "reserved" BIGINT NOT NULL CHECK ("reserved" BETWEEN 0 AND 1000000000000),
 "incoming" BIGINT NOT NULL CHECK ("incoming" BETWEEN 0 AND 1000000000000),
 "home_id" INTEGER,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("home_id") REFERENCES "place" ("id") ON DELETE RESTRICT,
 CHECK (reserved <= on_hand))

CREATE INDEX "stock_home_id" ON "stock" ("home_id")

CREATE TABLE "stock_move" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "product_id" INTEGER NOT NULL,
 "source_id" INTEGER NOT NULL,
 "target_id" INTEGER NOT NULL,
 "quantity" BIGINT NOT NULL CHECK ("quantity" BETWEEN 1 AND 1000000000000),
 "reason" VARCHAR(24) NOT NULL,
 "order_ref" BIGINT,
 "who" INTEGER NOT NULL,
 "note" VARCHAR(200) NOT NULL,
 "unit_cost_e4" BIGINT CHECK ("unit_cost_e4" BETWEEN -1000000000000 AND 1000000000000),
 "lot" VARCHAR(60),
 "serial" VARCHAR(60),
 "expires_on" VARCHAR(10),
 "moved_at" BIGINT NOT NULL,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("source_id") REFERENCES "place" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("target_id") REFERENCES "place" ("id") ON DELETE RESTRICT,
 CHECK (source_id <> target_id))

CREATE INDEX "stock_move_product_id_moved_at" ON "stock_move" ("product_id", "moved_at")

CREATE FUNCTION "stock_move_never"() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'stock_move is never changed'; END $$

CREATE TRIGGER "stock_move_never" BEFORE UPDATE OR DELETE OR TRUNCATE ON "stock_move"
FOR EACH STATEMENT EXECUTE FUNCTION "stock_move_never"()

CREATE TABLE "supplier_product" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "supplier_id" INTEGER NOT NULL,
 "product_id" INTEGER NOT NULL,
 "code" VARCHAR(60) NOT NULL,
 "cost_e4" BIGINT NOT NULL CHECK ("cost_e4" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("supplier_id") REFERENCES "supplier" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "supplier_product_supplier_id" ON "supplier_product" ("supplier_id")

CREATE UNIQUE INDEX "supplier_product_product_id" ON "supplier_product" ("product_id")

CREATE TABLE "tote" (
 "id" SERIAL NOT NULL PRIMARY KEY,
 "code" VARCHAR(20) NOT NULL,
 "fulfillment_id" BIGINT,
 FOREIGN KEY ("fulfillment_id") REFERENCES "fulfillment" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "tote_code" ON "tote" ("code")

CREATE UNIQUE INDEX "tote_fulfillment_id" ON "tote" ("fulfillment_id")

CREATE TABLE "transfer" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "what" VARCHAR(40) NOT NULL,
 "order_ref" BIGINT,
 "shift_ref" BIGINT,
 "posted_at" BIGINT NOT NULL)

CREATE INDEX "transfer_order_ref" ON "transfer" ("order_ref")

CREATE FUNCTION "transfer_never"() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'transfer is never changed'; END $$

CREATE TRIGGER "transfer_never" BEFORE UPDATE OR DELETE OR TRUNCATE ON "transfer"
FOR EACH STATEMENT EXECUTE FUNCTION "transfer_never"()

CREATE TABLE "transfer_line" (
 "id" BIGSERIAL NOT NULL PRIMARY KEY,
 "transfer_id" BIGINT NOT NULL,
 "account_id" INTEGER NOT NULL,
 "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" BETWEEN -1000000000000 AND 1000000000000),
 FOREIGN KEY ("transfer_id") REFERENCES "transfer" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE RESTRICT,
 CHECK (amount_minor <> 0))

CREATE INDEX "transfer_line_transfer_id" ON "transfer_line" ("transfer_id")

CREATE FUNCTION "transfer_line_never"() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'transfer_line is never changed'; END $$

CREATE TRIGGER "transfer_line_never" BEFORE UPDATE OR DELETE OR TRUNCATE ON "transfer_line"
FOR EACH STATEMENT EXECUTE FUNCTION "transfer_line_never"()

CREATE TABLE "usual" (
 "product" INTEGER NOT NULL PRIMARY KEY,
 "orders" BIGINT NOT NULL,
 "quantity" BIGINT NOT NULL,
 "largest" BIGINT NOT NULL,
 "value_minor" BIGINT NOT NULL)
