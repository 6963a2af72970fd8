using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3.Errors;

namespace PresignedMultipart.S3.Buckets;

/// <summary>
/// The lifecycle rule that clears away uploads that nobody completed. A bucket has one list of rules, which is only written as a whole,
/// so the others are read first and written back.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html"/>.
/// </summary>
internal sealed class AbortRule(IAmazonS3 s3)
{
    public const string Id = "presigned-multipart-abort-incomplete-uploads";

    public async Task EnsureAsync(string bucket, int days, CancellationToken cancellationToken)
    {
        GetLifecycleConfigurationResponse? present = await ReadAsync(bucket, cancellationToken).ConfigureAwait(false);
        List<LifecycleRule> rules = present?.Configuration?.Rules ?? [];
        if (rules.Exists(rule => IsOurs(rule) && rule.Status == LifecycleRuleStatus.Enabled && rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation == days))
        {
            return;
        }

        rules = [.. rules.Where(rule => !IsOurs(rule)), Rule(days)];
        var request = new PutLifecycleConfigurationRequest
        {
            BucketName = bucket,
            Configuration = new LifecycleConfiguration { Rules = rules },

            // A setting of the whole list, which a write without it would reset.
            TransitionDefaultMinimumObjectSize = present?.TransitionDefaultMinimumObjectSize,
        };

        await S3Call.InvokeAsync(
            "PutBucketLifecycleConfiguration", $"s3://{bucket}", () => s3.PutLifecycleConfigurationAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private static bool IsOurs(LifecycleRule rule) => rule.Id == Id;

    private static LifecycleRule Rule(int days) => new()
    {
        Id = Id,
        Status = LifecycleRuleStatus.Enabled,
        Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "" } },
        AbortIncompleteMultipartUpload = new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = days },
    };

    private async Task<GetLifecycleConfigurationResponse?> ReadAsync(string bucket, CancellationToken cancellationToken)
    {
        try
        {
            return await S3Call.InvokeAsync(
                "GetBucketLifecycleConfiguration",
                $"s3://{bucket}",
                () => s3.GetLifecycleConfigurationAsync(new GetLifecycleConfigurationRequest { BucketName = bucket }, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException none) when (none.ErrorCode == "NoSuchLifecycleConfiguration")
        {
            return null;
        }
    }
}
