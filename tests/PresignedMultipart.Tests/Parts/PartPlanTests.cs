using PresignedMultipart.Parts;

namespace PresignedMultipart.Tests.Parts;

public class PartPlanTests
{
    private const long MiB = 1L << 20;
    private const long GiB = 1L << 30;
    private const long TiB = 1L << 40;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * MiB - 1)]
    [InlineData(16 * MiB)]
    public void An_object_up_to_the_threshold_is_a_single_put(long length)
    {
        PartPlan plan = Plan(length);

        Assert.True(plan.IsSinglePut);
        Assert.Equal(1, plan.PartCount!.Value);
        Assert.Equal(new Part(1, 0, length), Assert.Single(plan.Parts()));
    }

    [Fact]
    public void One_byte_over_the_threshold_is_a_multipart_upload()
    {
        PartPlan plan = Plan(16 * MiB + 1);

        Assert.False(plan.IsSinglePut);
        Assert.Equal([new Part(1, 0, 10 * MiB), new Part(2, 10 * MiB, 6 * MiB + 1)], plan.Parts());
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(10 * MiB - 1, 1, 10 * MiB - 1)]
    [InlineData(10 * MiB, 1, 10 * MiB)]
    [InlineData(10 * MiB + 1, 2, 1)]
    public void Without_a_single_put_every_length_is_parts(long length, int count, long last)
    {
        PartPlan plan = PartPlan.Create(length, new MultipartUploadOptions(), PresignedUrlProviderCapabilities.None);

        Assert.False(plan.IsSinglePut);
        Assert.Equal(count, plan.PartCount!.Value);
        Assert.Equal(last, plan.Parts().Last().Length);
    }

    [Theory]
    [InlineData(100 * MiB, 10 * MiB, 10)]
    [InlineData(2 * GiB, 10 * MiB, 205)]
    [InlineData(4 * GiB, 16 * MiB, 256)]
    [InlineData(50 * GiB, 64 * MiB, 800)]
    [InlineData(500 * GiB, 64 * MiB, 8_000)]
    [InlineData(TiB, 105 * MiB, 9_987)]
    [InlineData(S3Limits.MaxObjectSize, 5 * GiB, 10_000)]
    public void Large_objects_take_few_requests_and_never_more_than_ten_thousand(long length, long partSize, int count)
    {
        PartPlan plan = Plan(length);

        Assert.Equal(partSize, plan.PartSize);
        Assert.Equal(count, plan.PartCount!.Value);
    }

    [Fact]
    public void Any_plan_covers_the_object_with_equal_parts_that_S3_takes()
    {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            long length = random.NextInt64(1, S3Limits.MaxObjectSize >> random.Next(0, 25));
            PartPlan plan = Plan(length, o => o.SinglePutThreshold = 0);
            Part last = plan[plan.PartCount!.Value];

            Assert.InRange(plan.PartCount!.Value, 1, S3Limits.MaxPartCount);
            Assert.InRange(plan.PartSize, S3Limits.MinPartSize, S3Limits.MaxPartSize);
            Assert.Equal(length, last.Offset + last.Length);
            Assert.InRange(last.Length, 1, plan.PartSize);
            Assert.Equal((plan.PartCount!.Value - 1) * plan.PartSize, last.Offset);
        }
    }

    [Fact]
    public void A_part_size_that_was_asked_for_is_kept()
    {
        Assert.Equal(7 * MiB + 1, Plan(100 * MiB, o => o.PartSize = 7 * MiB + 1).PartSize);
    }

    [Fact]
    public void A_part_size_that_needs_more_than_ten_thousand_parts_is_refused_with_the_numbers_and_the_cure()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Plan(50_001 * MiB, o => o.PartSize = 5 * MiB));

        Assert.Contains("10001 parts", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"at least {6 * MiB}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_S3_cannot_store_is_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Plan(S3Limits.MaxObjectSize + 1));

        Assert.Contains($"{S3Limits.MaxObjectSize}", refusal.Message, StringComparison.Ordinal);
    }

    private static PartPlan Plan(long length, Action<MultipartUploadOptions>? configure = null)
    {
        var options = new MultipartUploadOptions();
        configure?.Invoke(options);
        return PartPlan.Create(length, options, PresignedUrlProviderCapabilities.All);
    }
}
