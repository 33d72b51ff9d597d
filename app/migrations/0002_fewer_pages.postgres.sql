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
