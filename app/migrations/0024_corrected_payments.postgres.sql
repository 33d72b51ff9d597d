ALTER TABLE "payment" ADD COLUMN "corrects" BIGINT
