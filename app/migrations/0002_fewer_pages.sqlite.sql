CREATE TABLE search_term (term TEXT PRIMARY KEY) WITHOUT ROWID

INSERT INTO search_term SELECT term FROM search_vocabulary WHERE term GLOB '*[^0-9]*'

DROP INDEX "orders_customer_id"

DROP INDEX "fulfillment_order_id"

DROP INDEX "order_line_order_id"

DROP INDEX "fulfillment_line_fulfillment_id"

DROP INDEX "acceptance_line_shipment_id"

DROP INDEX "bin_stock_product_id"

DROP INDEX "count_line_count_id"

DROP INDEX "parcel_line_parcel_id"

DROP INDEX "pick_task_batch_id"

DROP INDEX "purchase_line_purchase_id"

DROP INDEX "revision_order_id"
