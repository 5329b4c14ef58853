-- AlterTable
ALTER TABLE "Experiment" ADD COLUMN "withdrawnAt" TEXT;
ALTER TABLE "Experiment" ADD COLUMN "withdrawnWhy" TEXT;

-- AlterTable
ALTER TABLE "PairOverride" ADD COLUMN "experimentId" TEXT;
ALTER TABLE "PairOverride" ADD COLUMN "pairs" TEXT;
ALTER TABLE "PairOverride" ADD COLUMN "withdrawnAt" TEXT;
ALTER TABLE "PairOverride" ADD COLUMN "withdrawnBy" TEXT;
ALTER TABLE "PairOverride" ADD COLUMN "withdrawnWhy" TEXT;

-- CreateIndex
CREATE INDEX "pair_override_of_experiment" ON "PairOverride"("experimentId", "at");
