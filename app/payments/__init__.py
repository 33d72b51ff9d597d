"""Step 6: tenders, tills and shifts, claims for cash on delivery, refunds and settlement.

When money is booked:

- A counter sale is posted whole when it is paid: tenders against sales and tax, in one transfer.
- Any other order has an account of its own, `deposit:<order id>`.  What is paid before the goods leave is owed to the
  customer there; the sale is posted once, for the whole order, when the first of its goods leave the house, and what
  is not paid by then is owed by the customer.  So what an order still owes can always be read from that account.
- Cash on delivery becomes money when it is taken at the door (it is then a claim on the driver or carrier), and cash
  in a drawer when it is handed in.
- A refund pays back from the order's account; goods that come back are credited to it by `post_return`.
"""
