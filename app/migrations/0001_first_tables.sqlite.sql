CREATE TABLE "customer_group" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "discount_bp" INTEGER NOT NULL)

CREATE UNIQUE INDEX "customer_group_code" ON "customer_group" ("code")

CREATE TABLE "customer" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "name" VARCHAR(160) NOT NULL,
 "phone" VARCHAR(24),
 "email" VARCHAR(160),
 "card" VARCHAR(40),
 "group_id" INTEGER,
 "language" VARCHAR(8) NOT NULL,
 "credit_limit_minor" INTEGER NOT NULL CHECK (typeof("credit_limit_minor") IN ('integer', 'null') AND "credit_limit_minor" BETWEEN 0 AND 1000000000000),
 "points" INTEGER NOT NULL,
 "may_mail" INTEGER NOT NULL,
 "may_sms" INTEGER NOT NULL,
 "note" TEXT NOT NULL,
 "created_at" INTEGER NOT NULL,
 "last_order_at" INTEGER,
 "order_count" INTEGER NOT NULL,
 "spent_minor" INTEGER NOT NULL CHECK (typeof("spent_minor") IN ('integer', 'null') AND "spent_minor" BETWEEN -1000000000000 AND 1000000000000),
 FOREIGN KEY ("group_id") REFERENCES "customer_group" ("id") ON DELETE RESTRICT)

CREATE INDEX "customer_name" ON "customer" ("name")

CREATE INDEX "customer_phone" ON "customer" ("phone")

CREATE INDEX "customer_email" ON "customer" ("email")

CREATE UNIQUE INDEX "customer_card" ON "customer" ("card")

CREATE INDEX "customer_group_id" ON "customer" ("group_id")

CREATE TABLE "orders" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "number" VARCHAR(20),
 "channel" VARCHAR(32) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "is_on_hold" INTEGER NOT NULL,
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
 "goods_minor" INTEGER NOT NULL CHECK (typeof("goods_minor") IN ('integer', 'null') AND "goods_minor" BETWEEN -1000000000000 AND 1000000000000),
 "discount_minor" INTEGER NOT NULL CHECK (typeof("discount_minor") IN ('integer', 'null') AND "discount_minor" BETWEEN 0 AND 1000000000000),
 "delivery_minor" INTEGER NOT NULL CHECK (typeof("delivery_minor") IN ('integer', 'null') AND "delivery_minor" BETWEEN 0 AND 1000000000000),
 "fee_minor" INTEGER NOT NULL CHECK (typeof("fee_minor") IN ('integer', 'null') AND "fee_minor" BETWEEN 0 AND 1000000000000),
 "charges_tax_bp" INTEGER NOT NULL,
 "tax_minor" INTEGER NOT NULL CHECK (typeof("tax_minor") IN ('integer', 'null') AND "tax_minor" BETWEEN -1000000000000 AND 1000000000000),
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "discount_name" VARCHAR(80) NOT NULL,
 "promised_at" INTEGER,
 "ship_together" INTEGER NOT NULL,
 "entered_by" INTEGER NOT NULL,
 "entered_name" VARCHAR(80) NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "import_key" VARCHAR(120),
 "doubts" TEXT,
 "note" TEXT NOT NULL,
 "price_overridden" INTEGER NOT NULL,
 "created_at" INTEGER NOT NULL,
 "placed_at" INTEGER,
 "confirmed_at" INTEGER,
 "completed_at" INTEGER,
 "closed_at" INTEGER,
 FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "orders_number" ON "orders" ("number")

CREATE INDEX "orders_customer_id" ON "orders" ("customer_id")

CREATE UNIQUE INDEX "orders_import_key" ON "orders" ("import_key")

CREATE INDEX "orders_state_placed_at" ON "orders" ("state", "placed_at")

CREATE INDEX "orders_customer_id_placed_at" ON "orders" ("customer_id", "placed_at")

CREATE INDEX "orders_placed_at" ON "orders" ("placed_at")

CREATE TABLE "fulfillment" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER NOT NULL,
 "no" INTEGER NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "method" VARCHAR(32) NOT NULL,
 "pieces" INTEGER NOT NULL CHECK (typeof("pieces") IN ('integer', 'null') AND "pieces" BETWEEN 0 AND 1000000000000),
 "weight_grams" INTEGER NOT NULL CHECK (typeof("weight_grams") IN ('integer', 'null') AND "weight_grams" BETWEEN 0 AND 1000000000000),
 "due_at" INTEGER,
 "made_at" INTEGER NOT NULL,
 "ready_at" INTEGER,
 "picked_at" INTEGER,
 "packed_at" INTEGER,
 "left_at" INTEGER,
 "delivered_at" INTEGER,
 "accepted_at" INTEGER,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "fulfillment_order_id" ON "fulfillment" ("order_id")

CREATE UNIQUE INDEX "fulfillment_order_id_no" ON "fulfillment" ("order_id", "no")

CREATE INDEX "fulfillment_state_due_at" ON "fulfillment" ("state", "due_at")

CREATE TABLE "carrier" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "courier" VARCHAR(40) NOT NULL,
 "tracking_url" VARCHAR(200) NOT NULL,
 "is_active" INTEGER NOT NULL)

CREATE UNIQUE INDEX "carrier_code" ON "carrier" ("code")

CREATE TABLE "run" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "driver" INTEGER NOT NULL,
 "driver_name" VARCHAR(80) NOT NULL,
 "vehicle" VARCHAR(40) NOT NULL,
 "made_at" INTEGER NOT NULL,
 "left_at" INTEGER,
 "back_at" INTEGER)

CREATE UNIQUE INDEX "run_number" ON "run" ("number")

CREATE TABLE "shipment" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "fulfillment_id" INTEGER NOT NULL,
 "carrier_id" INTEGER,
 "tracking" VARCHAR(60),
 "run_id" INTEGER,
 "stop" INTEGER NOT NULL,
 "shelf" VARCHAR(20) NOT NULL,
 "pickup_code" VARCHAR(12) NOT NULL,
 "eta_at" INTEGER,
 "tries" INTEGER NOT NULL,
 "cod_minor" INTEGER NOT NULL CHECK (typeof("cod_minor") IN ('integer', 'null') AND "cod_minor" BETWEEN 0 AND 1000000000000),
 "track_token" VARCHAR(24) NOT NULL,
 "made_at" INTEGER NOT NULL,
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
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(40) NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "name_zh" VARCHAR(80) NOT NULL,
 "position" INTEGER NOT NULL)

CREATE UNIQUE INDEX "category_code" ON "category" ("code")

CREATE TABLE "tax" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "rate_bp" INTEGER NOT NULL)

CREATE UNIQUE INDEX "tax_code" ON "tax" ("code")

CREATE TABLE "product" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "sku" VARCHAR(60) NOT NULL,
 "name" VARCHAR(200) NOT NULL,
 "name_zh" VARCHAR(200) NOT NULL,
 "category_id" INTEGER,
 "unit" VARCHAR(32) NOT NULL,
 "price_e4" INTEGER NOT NULL CHECK (typeof("price_e4") IN ('integer', 'null') AND "price_e4" BETWEEN 0 AND 1000000000000),
 "price_per" INTEGER NOT NULL CHECK (typeof("price_per") IN ('integer', 'null') AND "price_per" BETWEEN 1 AND 1000000000000),
 "cost_e4" INTEGER NOT NULL CHECK (typeof("cost_e4") IN ('integer', 'null') AND "cost_e4" BETWEEN 0 AND 1000000000000),
 "tax_id" INTEGER NOT NULL,
 "weight_grams" INTEGER NOT NULL CHECK (typeof("weight_grams") IN ('integer', 'null') AND "weight_grams" BETWEEN 0 AND 1000000000000),
 "length_mm" INTEGER NOT NULL,
 "width_mm" INTEGER NOT NULL,
 "height_mm" INTEGER NOT NULL,
 "art" VARCHAR(200) NOT NULL,
 "brand" VARCHAR(80) NOT NULL,
 "is_stocked" INTEGER NOT NULL,
 "is_active" INTEGER NOT NULL,
 "allow_found" INTEGER NOT NULL,
 "age_limit" INTEGER NOT NULL,
 "quick_key" INTEGER,
 "reorder_point" INTEGER NOT NULL CHECK (typeof("reorder_point") IN ('integer', 'null') AND "reorder_point" BETWEEN 0 AND 1000000000000),
 "order_up_to" INTEGER NOT NULL CHECK (typeof("order_up_to") IN ('integer', 'null') AND "order_up_to" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("tax_id") REFERENCES "tax" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "product_sku" ON "product" ("sku")

CREATE INDEX "product_name" ON "product" ("name")

CREATE INDEX "product_category_id" ON "product" ("category_id")

CREATE INDEX "product_tax_id" ON "product" ("tax_id")

CREATE TABLE "order_line" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER NOT NULL,
 "no" INTEGER NOT NULL,
 "product_id" INTEGER,
 "sku" VARCHAR(60) NOT NULL,
 "name" VARCHAR(200) NOT NULL,
 "unit" VARCHAR(12) NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN 1 AND 1000000000000),
 "unit_price_e4" INTEGER NOT NULL CHECK (typeof("unit_price_e4") IN ('integer', 'null') AND "unit_price_e4" BETWEEN 0 AND 1000000000000),
 "price_per" INTEGER NOT NULL CHECK (typeof("price_per") IN ('integer', 'null') AND "price_per" BETWEEN 1 AND 1000000000000),
 "list_price_e4" INTEGER NOT NULL CHECK (typeof("list_price_e4") IN ('integer', 'null') AND "list_price_e4" BETWEEN 0 AND 1000000000000),
 "discount_minor" INTEGER NOT NULL CHECK (typeof("discount_minor") IN ('integer', 'null') AND "discount_minor" BETWEEN 0 AND 1000000000000),
 "discount_name" VARCHAR(80) NOT NULL,
 "order_discount_minor" INTEGER NOT NULL CHECK (typeof("order_discount_minor") IN ('integer', 'null') AND "order_discount_minor" BETWEEN 0 AND 1000000000000),
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "tax_bp" INTEGER NOT NULL,
 "tax_minor" INTEGER NOT NULL CHECK (typeof("tax_minor") IN ('integer', 'null') AND "tax_minor" BETWEEN -1000000000000 AND 1000000000000),
 "cost_e4" INTEGER NOT NULL CHECK (typeof("cost_e4") IN ('integer', 'null') AND "cost_e4" BETWEEN 0 AND 1000000000000),
 "is_stocked" INTEGER NOT NULL,
 "reserved" INTEGER NOT NULL CHECK (typeof("reserved") IN ('integer', 'null') AND "reserved" BETWEEN 0 AND 1000000000000),
 "backordered" INTEGER NOT NULL CHECK (typeof("backordered") IN ('integer', 'null') AND "backordered" BETWEEN 0 AND 1000000000000),
 "returned" INTEGER NOT NULL CHECK (typeof("returned") IN ('integer', 'null') AND "returned" BETWEEN 0 AND 1000000000000),
 "note" VARCHAR(200) NOT NULL,
 "serial" VARCHAR(60) NOT NULL,
 "age_checked" INTEGER NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 CHECK (returned <= quantity))

CREATE INDEX "order_line_order_id" ON "order_line" ("order_id")

CREATE INDEX "order_line_product_id" ON "order_line" ("product_id")

CREATE UNIQUE INDEX "order_line_order_id_no" ON "order_line" ("order_id", "no")

CREATE TABLE "fulfillment_line" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "fulfillment_id" INTEGER NOT NULL,
 "line_id" INTEGER NOT NULL,
 "product_id" INTEGER NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN 1 AND 1000000000000),
 "picked" INTEGER NOT NULL CHECK (typeof("picked") IN ('integer', 'null') AND "picked" BETWEEN 0 AND 1000000000000),
 "short" INTEGER NOT NULL CHECK (typeof("short") IN ('integer', 'null') AND "short" BETWEEN 0 AND 1000000000000),
 "packed" INTEGER NOT NULL CHECK (typeof("packed") IN ('integer', 'null') AND "packed" BETWEEN 0 AND 1000000000000),
 "accepted" INTEGER NOT NULL CHECK (typeof("accepted") IN ('integer', 'null') AND "accepted" BETWEEN 0 AND 1000000000000),
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
 "id" INTEGER NOT NULL PRIMARY KEY,
 "shipment_id" INTEGER NOT NULL,
 "line_id" INTEGER NOT NULL,
 "accepted" INTEGER NOT NULL CHECK (typeof("accepted") IN ('integer', 'null') AND "accepted" BETWEEN 0 AND 1000000000000),
 "condition" VARCHAR(20) NOT NULL,
 "note" VARCHAR(200) NOT NULL,
 FOREIGN KEY ("shipment_id") REFERENCES "shipment" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("line_id") REFERENCES "fulfillment_line" ("id") ON DELETE RESTRICT)

CREATE INDEX "acceptance_line_shipment_id" ON "acceptance_line" ("shipment_id")

CREATE INDEX "acceptance_line_line_id" ON "acceptance_line" ("line_id")

CREATE UNIQUE INDEX "acceptance_line_shipment_id_line_id" ON "acceptance_line" ("shipment_id", "line_id")

CREATE TABLE "account" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(80) NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "balance_minor" INTEGER NOT NULL CHECK (typeof("balance_minor") IN ('integer', 'null') AND "balance_minor" BETWEEN -1000000000000 AND 1000000000000),
 "floor_minor" INTEGER CHECK (typeof("floor_minor") IN ('integer', 'null') AND "floor_minor" BETWEEN -1000000000000 AND 1000000000000),
 "ceiling_minor" INTEGER CHECK (typeof("ceiling_minor") IN ('integer', 'null') AND "ceiling_minor" BETWEEN -1000000000000 AND 1000000000000))

CREATE UNIQUE INDEX "account_code" ON "account" ("code")

CREATE TABLE "address" (
 "id" INTEGER NOT NULL PRIMARY KEY,
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
 "is_main" INTEGER NOT NULL,
 FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT)

CREATE INDEX "address_customer_id" ON "address" ("customer_id")

CREATE TABLE "archive_entry" (
 "order_id" INTEGER NOT NULL PRIMARY KEY,
 "archived_at" INTEGER NOT NULL,
 "digest" VARCHAR(64) NOT NULL,
 "words" TEXT NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE TABLE "batch" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "picker" INTEGER,
 "picker_name" VARCHAR(80) NOT NULL,
 "made_at" INTEGER NOT NULL,
 "started_at" INTEGER,
 "done_at" INTEGER)

CREATE UNIQUE INDEX "batch_number" ON "batch" ("number")

CREATE TABLE "place" (
 "id" INTEGER NOT NULL PRIMARY KEY,
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
 "on_hand" INTEGER NOT NULL CHECK (typeof("on_hand") IN ('integer', 'null') AND "on_hand" BETWEEN 0 AND 1000000000000),
 PRIMARY KEY ("product_id", "place_id"),
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("place_id") REFERENCES "place" ("id") ON DELETE RESTRICT)

CREATE INDEX "bin_stock_product_id" ON "bin_stock" ("product_id")

CREATE INDEX "bin_stock_place_id" ON "bin_stock" ("place_id")

CREATE TABLE "carton" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(20) NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "length_mm" INTEGER NOT NULL,
 "width_mm" INTEGER NOT NULL,
 "height_mm" INTEGER NOT NULL,
 "weight_grams" INTEGER NOT NULL CHECK (typeof("weight_grams") IN ('integer', 'null') AND "weight_grams" BETWEEN 0 AND 1000000000000),
 "max_grams" INTEGER NOT NULL CHECK (typeof("max_grams") IN ('integer', 'null') AND "max_grams" BETWEEN 1 AND 1000000000000),
 "is_active" INTEGER NOT NULL)

CREATE UNIQUE INDEX "carton_code" ON "carton" ("code")

CREATE TABLE "service_case" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "order_id" INTEGER,
 "customer_id" INTEGER,
 "customer_name" VARCHAR(160) NOT NULL,
 "subject" VARCHAR(200) NOT NULL,
 "cause" VARCHAR(40) NOT NULL,
 "outcome" VARCHAR(200) NOT NULL,
 "assigned_to" INTEGER,
 "assigned_name" VARCHAR(80) NOT NULL,
 "quote_minor" INTEGER CHECK (typeof("quote_minor") IN ('integer', 'null') AND "quote_minor" BETWEEN -1000000000000 AND 1000000000000),
 "quote_accepted" INTEGER,
 "work_minor" INTEGER NOT NULL CHECK (typeof("work_minor") IN ('integer', 'null') AND "work_minor" BETWEEN 0 AND 1000000000000),
 "test_result" VARCHAR(200) NOT NULL,
 "return_ref" INTEGER,
 "handed_out_at" INTEGER,
 "product_ref" INTEGER,
 "answered_at" INTEGER,
 "made_at" INTEGER NOT NULL,
 "due_at" INTEGER NOT NULL,
 "resolved_at" INTEGER,
 "closed_at" INTEGER,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "service_case_number" ON "service_case" ("number")

CREATE INDEX "service_case_order_id" ON "service_case" ("order_id")

CREATE INDEX "service_case_customer_id" ON "service_case" ("customer_id")

CREATE INDEX "service_case_state_due_at" ON "service_case" ("state", "due_at")

CREATE TABLE "case_message" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "case_id" INTEGER NOT NULL,
 "at" INTEGER NOT NULL,
 "side" VARCHAR(10) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "text" TEXT NOT NULL,
 "channel" VARCHAR(10) NOT NULL,
 FOREIGN KEY ("case_id") REFERENCES "service_case" ("id") ON DELETE RESTRICT)

CREATE INDEX "case_message_case_id" ON "case_message" ("case_id")

CREATE TABLE "shift" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "station" VARCHAR(40) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "series" VARCHAR(40) NOT NULL,
 "first_receipt" INTEGER NOT NULL,
 "first_transfer" INTEGER NOT NULL,
 "opened_by" INTEGER NOT NULL,
 "opened_name" VARCHAR(80) NOT NULL,
 "opened_at" INTEGER NOT NULL,
 "float_minor" INTEGER NOT NULL CHECK (typeof("float_minor") IN ('integer', 'null') AND "float_minor" BETWEEN 0 AND 1000000000000),
 "closed_by" INTEGER,
 "closed_name" VARCHAR(80) NOT NULL,
 "closed_at" INTEGER,
 "z_number" INTEGER,
 "counted" TEXT,
 "expected" TEXT,
 "report" TEXT,
 "difference_minor" INTEGER NOT NULL CHECK (typeof("difference_minor") IN ('integer', 'null') AND "difference_minor" BETWEEN -1000000000000 AND 1000000000000),
 "difference_reason" VARCHAR(200) NOT NULL)

CREATE INDEX "shift_station" ON "shift" ("station")

CREATE TABLE "cash_move" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "shift_id" INTEGER NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "amount_minor" INTEGER NOT NULL CHECK (typeof("amount_minor") IN ('integer', 'null') AND "amount_minor" BETWEEN -1000000000000 AND 1000000000000),
 "reason" VARCHAR(200) NOT NULL,
 "who" INTEGER NOT NULL,
 "who_name" VARCHAR(80) NOT NULL,
 "made_at" INTEGER NOT NULL,
 FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT)

CREATE INDEX "cash_move_shift_id" ON "cash_move" ("shift_id")

CREATE TABLE "claim" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER NOT NULL,
 "holder" VARCHAR(40) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "amount_minor" INTEGER NOT NULL CHECK (typeof("amount_minor") IN ('integer', 'null') AND "amount_minor" BETWEEN 1 AND 1000000000000),
 "collected_minor" INTEGER NOT NULL CHECK (typeof("collected_minor") IN ('integer', 'null') AND "collected_minor" BETWEEN 0 AND 1000000000000),
 "run_ref" INTEGER,
 "made_at" INTEGER NOT NULL,
 "collected_at" INTEGER,
 "settled_at" INTEGER,
 "difference_owner" VARCHAR(20) NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "claim_order_id" ON "claim" ("order_id")

CREATE INDEX "claim_run_ref" ON "claim" ("run_ref")

CREATE TABLE "count" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "place_id" INTEGER NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "reason" VARCHAR(60) NOT NULL,
 "asked_at" INTEGER NOT NULL,
 "counted_at" INTEGER,
 "who" INTEGER NOT NULL,
 FOREIGN KEY ("place_id") REFERENCES "place" ("id") ON DELETE RESTRICT)

CREATE INDEX "count_place_id" ON "count" ("place_id")

CREATE TABLE "counter" (
 "series" VARCHAR(64) NOT NULL PRIMARY KEY,
 "last_no" INTEGER NOT NULL)

CREATE TABLE "count_line" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "count_id" INTEGER NOT NULL,
 "product_id" INTEGER NOT NULL,
 "expected" INTEGER NOT NULL CHECK (typeof("expected") IN ('integer', 'null') AND "expected" BETWEEN 0 AND 1000000000000),
 "counted" INTEGER NOT NULL CHECK (typeof("counted") IN ('integer', 'null') AND "counted" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("count_id") REFERENCES "count" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "count_line_count_id" ON "count_line" ("count_id")

CREATE INDEX "count_line_product_id" ON "count_line" ("product_id")

CREATE UNIQUE INDEX "count_line_count_id_product_id" ON "count_line" ("count_id", "product_id")

CREATE TABLE "exception_log" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "at" INTEGER NOT NULL,
 "day" VARCHAR(10) NOT NULL,
 "kind" VARCHAR(24) NOT NULL,
 "person" INTEGER NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "amount_minor" INTEGER NOT NULL CHECK (typeof("amount_minor") IN ('integer', 'null') AND "amount_minor" BETWEEN -1000000000000 AND 1000000000000),
 "order_ref" INTEGER,
 "approved_by" VARCHAR(80) NOT NULL,
 "detail" VARCHAR(200) NOT NULL)

CREATE INDEX "exception_log_at" ON "exception_log" ("at")

CREATE INDEX "exception_log_day" ON "exception_log" ("day")

CREATE TABLE "feedback" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER NOT NULL,
 "token" VARCHAR(24) NOT NULL,
 "asked_at" INTEGER NOT NULL,
 "answered_at" INTEGER,
 "score" INTEGER,
 "comment" TEXT NOT NULL,
 "case_ref" INTEGER,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "feedback_order_id" ON "feedback" ("order_id")

CREATE UNIQUE INDEX "feedback_token" ON "feedback" ("token")

CREATE TABLE "import" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "source" VARCHAR(40) NOT NULL,
 "file_name" VARCHAR(200) NOT NULL,
 "digest" VARCHAR(64) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "made_at" INTEGER NOT NULL,
 "taken_at" INTEGER)

CREATE TABLE "import_row" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "import_id" INTEGER NOT NULL,
 "line_no" INTEGER NOT NULL,
 "name" VARCHAR(60) NOT NULL,
 "verdict" VARCHAR(12) NOT NULL,
 "reasons" TEXT NOT NULL,
 "content" TEXT NOT NULL,
 "order_ref" INTEGER,
 FOREIGN KEY ("import_id") REFERENCES "import" ("id") ON DELETE RESTRICT)

CREATE INDEX "import_row_import_id" ON "import_row" ("import_id")

CREATE TABLE "journal" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "station" VARCHAR(40) NOT NULL,
 "no" INTEGER NOT NULL,
 "at" INTEGER NOT NULL,
 "what" VARCHAR(60) NOT NULL,
 "body" TEXT NOT NULL,
 "key" VARCHAR(80),
 "asked" VARCHAR(64),
 "answer" TEXT NOT NULL,
 "hash" VARCHAR(64) NOT NULL)

CREATE UNIQUE INDEX "journal_key" ON "journal" ("key")

CREATE UNIQUE INDEX "journal_station_no" ON "journal" ("station", "no")

CREATE TRIGGER "journal_no_update" BEFORE UPDATE ON "journal"
BEGIN SELECT RAISE(ABORT, 'journal is never changed'); END

CREATE TRIGGER "journal_no_delete" BEFORE DELETE ON "journal"
BEGIN SELECT RAISE(ABORT, 'journal is never changed'); END

CREATE TABLE "journal_head" (
 "station" VARCHAR(40) NOT NULL PRIMARY KEY,
 "no" INTEGER NOT NULL,
 "hash" VARCHAR(64) NOT NULL)

CREATE TABLE "journal_touch" (
 "kind" VARCHAR(24) NOT NULL,
 "ref" INTEGER NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "no" INTEGER NOT NULL,
 PRIMARY KEY ("kind", "ref", "station", "no"))

CREATE INDEX "journal_touch_station_no" ON "journal_touch" ("station", "no")

CREATE TRIGGER "journal_touch_no_update" BEFORE UPDATE ON "journal_touch"
BEGIN SELECT RAISE(ABORT, 'journal_touch is never changed'); END

CREATE TRIGGER "journal_touch_no_delete" BEFORE DELETE ON "journal_touch"
BEGIN SELECT RAISE(ABORT, 'journal_touch is never changed'); END

CREATE TABLE "note" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "made_at" INTEGER NOT NULL,
 "text" TEXT NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "note_order_id" ON "note" ("order_id")

CREATE TABLE "outbox" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "kind" VARCHAR(24) NOT NULL,
 "key" VARCHAR(120) NOT NULL,
 "station" VARCHAR(40) NOT NULL,
 "order_ref" INTEGER,
 "title" VARCHAR(200) NOT NULL,
 "payload" TEXT NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "tries" INTEGER NOT NULL,
 "not_before" INTEGER NOT NULL,
 "expires_at" INTEGER,
 "created_at" INTEGER NOT NULL,
 "finished_at" INTEGER,
 "reason" TEXT NOT NULL)

CREATE UNIQUE INDEX "outbox_key" ON "outbox" ("key")

CREATE INDEX "outbox_order_ref" ON "outbox" ("order_ref")

CREATE INDEX "outbox_state_not_before" ON "outbox" ("state", "not_before")

CREATE TABLE "parcel" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "fulfillment_id" INTEGER NOT NULL,
 "no" INTEGER NOT NULL,
 "code" VARCHAR(30) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "carton_id" INTEGER,
 "expected_grams" INTEGER NOT NULL CHECK (typeof("expected_grams") IN ('integer', 'null') AND "expected_grams" BETWEEN 0 AND 1000000000000),
 "weight_grams" INTEGER NOT NULL CHECK (typeof("weight_grams") IN ('integer', 'null') AND "weight_grams" BETWEEN 0 AND 1000000000000),
 "weight_reason" VARCHAR(200) NOT NULL,
 "packer" INTEGER NOT NULL,
 "packer_name" VARCHAR(80) NOT NULL,
 "started_at" INTEGER NOT NULL,
 "closed_at" INTEGER,
 FOREIGN KEY ("fulfillment_id") REFERENCES "fulfillment" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("carton_id") REFERENCES "carton" ("id") ON DELETE RESTRICT)

CREATE INDEX "parcel_fulfillment_id" ON "parcel" ("fulfillment_id")

CREATE UNIQUE INDEX "parcel_code" ON "parcel" ("code")

CREATE INDEX "parcel_carton_id" ON "parcel" ("carton_id")

CREATE TABLE "parcel_line" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "parcel_id" INTEGER NOT NULL,
 "line_id" INTEGER NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN 1 AND 1000000000000),
 FOREIGN KEY ("parcel_id") REFERENCES "parcel" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("line_id") REFERENCES "fulfillment_line" ("id") ON DELETE RESTRICT)

CREATE INDEX "parcel_line_parcel_id" ON "parcel_line" ("parcel_id")

CREATE INDEX "parcel_line_line_id" ON "parcel_line" ("line_id")

CREATE UNIQUE INDEX "parcel_line_parcel_id_line_id" ON "parcel_line" ("parcel_id", "line_id")

CREATE TABLE "payment" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER,
 "shift_id" INTEGER,
 "station" VARCHAR(40) NOT NULL,
 "tender" VARCHAR(32) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "amount_minor" INTEGER NOT NULL CHECK (typeof("amount_minor") IN ('integer', 'null') AND "amount_minor" BETWEEN -1000000000000 AND 1000000000000),
 "given_minor" INTEGER NOT NULL CHECK (typeof("given_minor") IN ('integer', 'null') AND "given_minor" BETWEEN -1000000000000 AND 1000000000000),
 "change_minor" INTEGER NOT NULL CHECK (typeof("change_minor") IN ('integer', 'null') AND "change_minor" BETWEEN 0 AND 1000000000000),
 "rounding_minor" INTEGER NOT NULL CHECK (typeof("rounding_minor") IN ('integer', 'null') AND "rounding_minor" BETWEEN -1000000000000 AND 1000000000000),
 "reference" VARCHAR(120),
 "auth_code" VARCHAR(40) NOT NULL,
 "masked_pan" VARCHAR(40) NOT NULL,
 "refund_of" INTEGER,
 "who" INTEGER NOT NULL,
 "reason" VARCHAR(200) NOT NULL,
 "made_at" INTEGER NOT NULL,
 "settled_at" INTEGER,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT)

CREATE INDEX "payment_order_id" ON "payment" ("order_id")

CREATE UNIQUE INDEX "payment_reference" ON "payment" ("reference")

CREATE INDEX "payment_shift_id_tender" ON "payment" ("shift_id", "tender")

CREATE TABLE "person" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "name" VARCHAR(80) NOT NULL,
 "role" VARCHAR(32) NOT NULL,
 "pin_hash" VARCHAR(200) NOT NULL,
 "badge" VARCHAR(60),
 "is_driver" INTEGER NOT NULL,
 "is_active" INTEGER NOT NULL,
 "color" INTEGER NOT NULL,
 "wrong_tries" INTEGER NOT NULL,
 "locked_until_at" INTEGER NOT NULL,
 "limits" TEXT NOT NULL,
 "language" VARCHAR(8) NOT NULL)

CREATE UNIQUE INDEX "person_badge" ON "person" ("badge")

CREATE TABLE "phone_draft" (
 "uid" VARCHAR(40) NOT NULL PRIMARY KEY,
 "station" VARCHAR(40) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "name" VARCHAR(160) NOT NULL,
 "is_parked" INTEGER NOT NULL,
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "body" TEXT NOT NULL,
 "saved_at" INTEGER NOT NULL)

CREATE INDEX "phone_draft_station" ON "phone_draft" ("station")

CREATE TABLE "pick_task" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "batch_id" INTEGER NOT NULL,
 "position" INTEGER NOT NULL,
 "place_id" INTEGER,
 "product_id" INTEGER NOT NULL,
 "fulfillment_id" INTEGER NOT NULL,
 "line_id" INTEGER NOT NULL,
 "tote" VARCHAR(20) NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN 1 AND 1000000000000),
 "picked" INTEGER NOT NULL CHECK (typeof("picked") IN ('integer', 'null') AND "picked" BETWEEN 0 AND 1000000000000),
 "state" VARCHAR(32) NOT NULL,
 "reason" VARCHAR(40) NOT NULL,
 "done_at" INTEGER,
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
 "id" INTEGER NOT NULL PRIMARY KEY,
 "batch_id" INTEGER NOT NULL,
 "task_id" INTEGER,
 "code" VARCHAR(80) NOT NULL,
 "kind" VARCHAR(20) NOT NULL,
 "who" INTEGER NOT NULL,
 "made_at" INTEGER NOT NULL,
 FOREIGN KEY ("batch_id") REFERENCES "batch" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("task_id") REFERENCES "pick_task" ("id") ON DELETE RESTRICT)

CREATE INDEX "pick_error_batch_id" ON "pick_error" ("batch_id")

CREATE INDEX "pick_error_task_id" ON "pick_error" ("task_id")

CREATE TABLE "product_code" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(80) NOT NULL,
 "product_id" INTEGER NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN 1 AND 1000000000000),
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "product_code_product_id" ON "product_code" ("product_id")

CREATE UNIQUE INDEX "product_code_code_product_id" ON "product_code" ("code", "product_id")

CREATE TABLE "promotion" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "name" VARCHAR(80) NOT NULL,
 "product_id" INTEGER,
 "category_id" INTEGER,
 "percent_bp" INTEGER NOT NULL,
 "starts_at" INTEGER NOT NULL,
 "ends_at" INTEGER,
 "is_active" INTEGER NOT NULL,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE RESTRICT)

CREATE INDEX "promotion_product_id" ON "promotion" ("product_id")

CREATE INDEX "promotion_category_id" ON "promotion" ("category_id")

CREATE TABLE "proof" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "shipment_id" INTEGER NOT NULL,
 "name" VARCHAR(120) NOT NULL,
 "signature_png" BLOB,
 "photo" VARCHAR(300) NOT NULL,
 "checklist" TEXT NOT NULL,
 "at" INTEGER NOT NULL,
 FOREIGN KEY ("shipment_id") REFERENCES "shipment" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "proof_shipment_id" ON "proof" ("shipment_id")

CREATE TABLE "supplier" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(40) NOT NULL,
 "name" VARCHAR(120) NOT NULL,
 "email" VARCHAR(160) NOT NULL,
 "lead_days" INTEGER NOT NULL)

CREATE UNIQUE INDEX "supplier_code" ON "supplier" ("code")

CREATE TABLE "purchase" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "supplier_id" INTEGER NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "created_at" INTEGER NOT NULL,
 "expected_at" INTEGER,
 "who" INTEGER NOT NULL,
 FOREIGN KEY ("supplier_id") REFERENCES "supplier" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "purchase_number" ON "purchase" ("number")

CREATE INDEX "purchase_supplier_id" ON "purchase" ("supplier_id")

CREATE TABLE "purchase_line" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "purchase_id" INTEGER NOT NULL,
 "product_id" INTEGER NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN 1 AND 1000000000000),
 "received" INTEGER NOT NULL CHECK (typeof("received") IN ('integer', 'null') AND "received" BETWEEN 0 AND 1000000000000),
 "cost_e4" INTEGER NOT NULL CHECK (typeof("cost_e4") IN ('integer', 'null') AND "cost_e4" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "purchase_line_purchase_id" ON "purchase_line" ("purchase_id")

CREATE INDEX "purchase_line_product_id" ON "purchase_line" ("product_id")

CREATE UNIQUE INDEX "purchase_line_purchase_id_product_id" ON "purchase_line" ("purchase_id", "product_id")

CREATE TABLE "receipt" (
 "series" VARCHAR(40) NOT NULL,
 "no" INTEGER NOT NULL,
 "kind" VARCHAR(32) NOT NULL,
 "order_id" INTEGER NOT NULL,
 "shift_id" INTEGER,
 "station" VARCHAR(40) NOT NULL,
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "copies" INTEGER NOT NULL,
 "made_at" INTEGER NOT NULL,
 PRIMARY KEY ("series", "no"),
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT)

CREATE INDEX "receipt_order_id" ON "receipt" ("order_id")

CREATE TABLE "reservation" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "product_id" INTEGER NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN 1 AND 1000000000000),
 "order_ref" INTEGER,
 "line_ref" INTEGER,
 "basket" VARCHAR(60),
 "state" VARCHAR(32) NOT NULL,
 "until_at" INTEGER,
 "made_at" INTEGER NOT NULL,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "reservation_product_id" ON "reservation" ("product_id")

CREATE INDEX "reservation_order_ref" ON "reservation" ("order_ref")

CREATE INDEX "reservation_line_ref" ON "reservation" ("line_ref")

CREATE INDEX "reservation_basket" ON "reservation" ("basket")

CREATE TABLE "return" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "number" VARCHAR(20) NOT NULL,
 "order_id" INTEGER,
 "customer_id" INTEGER,
 "state" VARCHAR(32) NOT NULL,
 "without_receipt" INTEGER NOT NULL,
 "outcome" VARCHAR(32),
 "refund_minor" INTEGER NOT NULL CHECK (typeof("refund_minor") IN ('integer', 'null') AND "refund_minor" BETWEEN 0 AND 1000000000000),
 "charges_minor" INTEGER NOT NULL CHECK (typeof("charges_minor") IN ('integer', 'null') AND "charges_minor" BETWEEN 0 AND 1000000000000),
 "exchange_order" INTEGER,
 "reason" VARCHAR(200) NOT NULL,
 "who" INTEGER NOT NULL,
 "who_name" VARCHAR(80) NOT NULL,
 "made_at" INTEGER NOT NULL,
 "received_at" INTEGER,
 "inspected_at" INTEGER,
 "settled_at" INTEGER,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "return_number" ON "return" ("number")

CREATE INDEX "return_order_id" ON "return" ("order_id")

CREATE INDEX "return_customer_id" ON "return" ("customer_id")

CREATE TABLE "return_line" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "return_id" INTEGER NOT NULL,
 "order_line_id" INTEGER,
 "product_id" INTEGER,
 "name" VARCHAR(200) NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN 1 AND 1000000000000),
 "reason" VARCHAR(40) NOT NULL,
 "condition" VARCHAR(40) NOT NULL,
 "disposition" VARCHAR(32),
 "refund_minor" INTEGER NOT NULL CHECK (typeof("refund_minor") IN ('integer', 'null') AND "refund_minor" BETWEEN 0 AND 1000000000000),
 "fee_minor" INTEGER NOT NULL CHECK (typeof("fee_minor") IN ('integer', 'null') AND "fee_minor" BETWEEN 0 AND 1000000000000),
 "tax_bp" INTEGER NOT NULL,
 "tax_minor" INTEGER NOT NULL CHECK (typeof("tax_minor") IN ('integer', 'null') AND "tax_minor" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("return_id") REFERENCES "return" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("order_line_id") REFERENCES "order_line" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "return_line_return_id" ON "return_line" ("return_id")

CREATE INDEX "return_line_order_line_id" ON "return_line" ("order_line_id")

CREATE INDEX "return_line_product_id" ON "return_line" ("product_id")

CREATE TABLE "review" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "score" INTEGER NOT NULL,
 "reasons" TEXT NOT NULL,
 "entered_by" INTEGER NOT NULL,
 "made_at" INTEGER NOT NULL,
 "deadline_at" INTEGER NOT NULL,
 "decided_at" INTEGER,
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
 "id" INTEGER NOT NULL PRIMARY KEY,
 "order_id" INTEGER NOT NULL,
 "no" INTEGER NOT NULL,
 "made_at" INTEGER NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "difference" TEXT NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "revision_order_id" ON "revision" ("order_id")

CREATE UNIQUE INDEX "revision_order_id_no" ON "revision" ("order_id", "no")

CREATE TABLE "risk_score" (
 "order_id" INTEGER NOT NULL PRIMARY KEY,
 "score" INTEGER NOT NULL,
 "reasons" TEXT NOT NULL,
 "made_at" INTEGER NOT NULL,
 FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT)

CREATE INDEX "risk_score_made_at" ON "risk_score" ("made_at")

CREATE TABLE "rule" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(40) NOT NULL,
 "weight" INTEGER NOT NULL,
 "limit_value" INTEGER NOT NULL,
 "is_active" INTEGER NOT NULL)

CREATE UNIQUE INDEX "rule_code" ON "rule" ("code")

CREATE TABLE "sales_country" (
 "month" VARCHAR(7) NOT NULL,
 "country" VARCHAR(2) NOT NULL,
 "orders" INTEGER NOT NULL,
 "pieces" INTEGER NOT NULL CHECK (typeof("pieces") IN ('integer', 'null') AND "pieces" BETWEEN -1000000000000 AND 1000000000000),
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "refunded_minor" INTEGER NOT NULL CHECK (typeof("refunded_minor") IN ('integer', 'null') AND "refunded_minor" BETWEEN -1000000000000 AND 1000000000000),
 PRIMARY KEY ("month", "country"))

CREATE TABLE "sales_hour" (
 "day" VARCHAR(10) NOT NULL,
 "hour" INTEGER NOT NULL,
 "channel" VARCHAR(12) NOT NULL,
 "person" INTEGER NOT NULL,
 "orders" INTEGER NOT NULL,
 "pieces" INTEGER NOT NULL CHECK (typeof("pieces") IN ('integer', 'null') AND "pieces" BETWEEN -1000000000000 AND 1000000000000),
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "tax_minor" INTEGER NOT NULL CHECK (typeof("tax_minor") IN ('integer', 'null') AND "tax_minor" BETWEEN -1000000000000 AND 1000000000000),
 "refunded_minor" INTEGER NOT NULL CHECK (typeof("refunded_minor") IN ('integer', 'null') AND "refunded_minor" BETWEEN -1000000000000 AND 1000000000000),
 PRIMARY KEY ("day", "hour", "channel", "person"))

CREATE TABLE "sales_product" (
 "day" VARCHAR(10) NOT NULL,
 "product" INTEGER NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN -1000000000000 AND 1000000000000),
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "cost_minor" INTEGER NOT NULL CHECK (typeof("cost_minor") IN ('integer', 'null') AND "cost_minor" BETWEEN -1000000000000 AND 1000000000000),
 "returned" INTEGER NOT NULL CHECK (typeof("returned") IN ('integer', 'null') AND "returned" BETWEEN -1000000000000 AND 1000000000000),
 "refunded_minor" INTEGER NOT NULL CHECK (typeof("refunded_minor") IN ('integer', 'null') AND "refunded_minor" BETWEEN -1000000000000 AND 1000000000000),
 PRIMARY KEY ("day", "product"))

CREATE INDEX "sales_product_product_day" ON "sales_product" ("product", "day")

CREATE TABLE "saved_ticket" (
 "uid" VARCHAR(40) NOT NULL PRIMARY KEY,
 "station" VARCHAR(40) NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "state" VARCHAR(32) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 "pieces" INTEGER NOT NULL,
 "total_minor" INTEGER NOT NULL CHECK (typeof("total_minor") IN ('integer', 'null') AND "total_minor" BETWEEN -1000000000000 AND 1000000000000),
 "body" TEXT NOT NULL,
 "saved_at" INTEGER NOT NULL)

CREATE TABLE "setting" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "station" VARCHAR(40) NOT NULL,
 "name" VARCHAR(80) NOT NULL,
 "value" TEXT NOT NULL)

CREATE UNIQUE INDEX "setting_station_name" ON "setting" ("station", "name")

CREATE TABLE "shipment_event" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "shipment_id" INTEGER NOT NULL,
 "at" INTEGER NOT NULL,
 "kind" VARCHAR(24) NOT NULL,
 "text" VARCHAR(300) NOT NULL,
 "who" VARCHAR(80) NOT NULL,
 FOREIGN KEY ("shipment_id") REFERENCES "shipment" ("id") ON DELETE RESTRICT)

CREATE INDEX "shipment_event_shipment_id" ON "shipment_event" ("shipment_id")

CREATE TABLE "station" (
 "id" INTEGER NOT NULL PRIMARY KEY,
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
 "total_ms" INTEGER NOT NULL,
 "longest_ms" INTEGER NOT NULL,
 PRIMARY KEY ("day", "step"))

CREATE TABLE "stock" (
 "product_id" INTEGER NOT NULL PRIMARY KEY,
 "on_hand" INTEGER NOT NULL CHECK (typeof("on_hand") IN ('integer', 'null') AND "on_hand" BETWEEN 0 AND 1000000000000),
 "reserved" INTEGER NOT NULL CHECK (typeof("reserved") IN ('integer', 'null') AND "reserved" BETWEEN 0 AND 1000000000000),
 "incoming" INTEGER NOT NULL CHECK (typeof("incoming") IN ('integer', 'null') AND "incoming" BETWEEN 0 AND 1000000000000),
 "home_id" INTEGER,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("home_id") REFERENCES "place" ("id") ON DELETE RESTRICT,
 CHECK (reserved <= on_hand))

CREATE INDEX "stock_home_id" ON "stock" ("home_id")

CREATE TABLE "stock_move" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "product_id" INTEGER NOT NULL,
 "source_id" INTEGER NOT NULL,
 "target_id" INTEGER NOT NULL,
 "quantity" INTEGER NOT NULL CHECK (typeof("quantity") IN ('integer', 'null') AND "quantity" BETWEEN 1 AND 1000000000000),
 "reason" VARCHAR(24) NOT NULL,
 "order_ref" INTEGER,
 "who" INTEGER NOT NULL,
 "note" VARCHAR(200) NOT NULL,
 "unit_cost_e4" INTEGER CHECK (typeof("unit_cost_e4") IN ('integer', 'null') AND "unit_cost_e4" BETWEEN -1000000000000 AND 1000000000000),
 "lot" VARCHAR(60),
 "serial" VARCHAR(60),
 "expires_on" VARCHAR(10),
 "moved_at" INTEGER NOT NULL,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("source_id") REFERENCES "place" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("target_id") REFERENCES "place" ("id") ON DELETE RESTRICT,
 CHECK (source_id <> target_id))

CREATE INDEX "stock_move_product_id_moved_at" ON "stock_move" ("product_id", "moved_at")

CREATE TRIGGER "stock_move_no_update" BEFORE UPDATE ON "stock_move"
BEGIN SELECT RAISE(ABORT, 'stock_move is never changed'); END

CREATE TRIGGER "stock_move_no_delete" BEFORE DELETE ON "stock_move"
BEGIN SELECT RAISE(ABORT, 'stock_move is never changed'); END

CREATE TABLE "supplier_product" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "supplier_id" INTEGER NOT NULL,
 "product_id" INTEGER NOT NULL,
 "code" VARCHAR(60) NOT NULL,
 "cost_e4" INTEGER NOT NULL CHECK (typeof("cost_e4") IN ('integer', 'null') AND "cost_e4" BETWEEN 0 AND 1000000000000),
 FOREIGN KEY ("supplier_id") REFERENCES "supplier" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT)

CREATE INDEX "supplier_product_supplier_id" ON "supplier_product" ("supplier_id")

CREATE UNIQUE INDEX "supplier_product_product_id" ON "supplier_product" ("product_id")

CREATE TABLE "tote" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "code" VARCHAR(20) NOT NULL,
 "fulfillment_id" INTEGER,
 FOREIGN KEY ("fulfillment_id") REFERENCES "fulfillment" ("id") ON DELETE RESTRICT)

CREATE UNIQUE INDEX "tote_code" ON "tote" ("code")

CREATE UNIQUE INDEX "tote_fulfillment_id" ON "tote" ("fulfillment_id")

CREATE TABLE "transfer" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "what" VARCHAR(40) NOT NULL,
 "order_ref" INTEGER,
 "shift_ref" INTEGER,
 "posted_at" INTEGER NOT NULL)

CREATE INDEX "transfer_order_ref" ON "transfer" ("order_ref")

CREATE TRIGGER "transfer_no_update" BEFORE UPDATE ON "transfer"
BEGIN SELECT RAISE(ABORT, 'transfer is never changed'); END

CREATE TRIGGER "transfer_no_delete" BEFORE DELETE ON "transfer"
BEGIN SELECT RAISE(ABORT, 'transfer is never changed'); END

CREATE TABLE "transfer_line" (
 "id" INTEGER NOT NULL PRIMARY KEY,
 "transfer_id" INTEGER NOT NULL,
 "account_id" INTEGER NOT NULL,
 "amount_minor" INTEGER NOT NULL CHECK (typeof("amount_minor") IN ('integer', 'null') AND "amount_minor" BETWEEN -1000000000000 AND 1000000000000),
 FOREIGN KEY ("transfer_id") REFERENCES "transfer" ("id") ON DELETE RESTRICT,
 FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE RESTRICT,
 CHECK (amount_minor <> 0))

CREATE INDEX "transfer_line_transfer_id" ON "transfer_line" ("transfer_id")

CREATE TRIGGER "transfer_line_no_update" BEFORE UPDATE ON "transfer_line"
BEGIN SELECT RAISE(ABORT, 'transfer_line is never changed'); END

CREATE TRIGGER "transfer_line_no_delete" BEFORE DELETE ON "transfer_line"
BEGIN SELECT RAISE(ABORT, 'transfer_line is never changed'); END

CREATE TABLE "usual" (
 "product" INTEGER NOT NULL PRIMARY KEY,
 "orders" INTEGER NOT NULL,
 "quantity" INTEGER NOT NULL,
 "largest" INTEGER NOT NULL,
 "value_minor" INTEGER NOT NULL)
