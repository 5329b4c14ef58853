-- CreateIndex
CREATE INDEX "ab_result_by_time" ON "ABTestResult"("createdAt");

-- CreateIndex
CREATE INDEX "phase6_by_time" ON "Phase6Metric"("createdAt");

-- CreateIndex
CREATE INDEX "efficiency_by_time" ON "TokenEfficiencyMetric"("createdAt");

-- CreateIndex
CREATE INDEX "usage_of_doctor" ON "UsageEvent"("doctor", "at", "total");
