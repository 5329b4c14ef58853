-- AlterTable
ALTER TABLE "Run" ADD COLUMN "replayOf" TEXT;

-- CreateTable
CREATE TABLE "Campaign" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "filter" TEXT NOT NULL,
    "settings" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "CampaignRun" (
    "campaignId" TEXT NOT NULL,
    "originalId" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "replayKey" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "cause" TEXT,
    "tokens" BIGINT,
    "costPico" BIGINT,
    "planHash" TEXT,

    PRIMARY KEY ("campaignId", "originalId")
);

-- CreateIndex
CREATE INDEX "campaign_newest" ON "Campaign"("createdAt", "id");

-- CreateIndex
CREATE INDEX "campaigns_of_run" ON "CampaignRun"("originalId");

-- CreateIndex
CREATE INDEX "run_replays" ON "Run"("replayOf");
