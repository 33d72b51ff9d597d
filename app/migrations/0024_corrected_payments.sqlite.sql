ALTER TABLE "payment" ADD COLUMN "corrects" INTEGER
