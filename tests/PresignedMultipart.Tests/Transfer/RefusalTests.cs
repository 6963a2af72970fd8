using System.Text.RegularExpressions;
using PresignedMultipart.S3;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>What a storage that checks signatures refuses, in the words that the caller gets.</summary>
public sealed partial class RefusalTests : IAsyncLifetime
{
    private Storage _storage = null!;

    public async Task InitializeAsync() => _storage = await StartAsync();

    public Task DisposeAsync() => _storage.DisposeAsync().AsTask();

    [Fact]
    public async Task A_header_that_the_url_does_not_sign_is_named()
    {
        Alter(url => new PresignedUrl(url.Uri.OriginalString, new Dictionary<string, string>(url.Headers) { ["x-amz-acl"] = "private" }));

        await AssertRefusedAsync("AccessDenied", "provider hands over the header x-amz-acl");
    }

    [Fact]
    public async Task A_header_that_the_url_signs_and_that_nobody_gave_is_named()
    {
        _storage.Provider.AlterUrls = urls => [.. urls.Select(url => new PresignedUrl(url.Uri.OriginalString, url.Headers.Where(header => !header.Key.StartsWith("x-amz-checksum", StringComparison.Ordinal)).ToDictionary()))];

        await AssertRefusedAsync("SignatureDoesNotMatch", "signs the header x-amz-checksum-crc64nvme", o => o.SignChecksums = true);
    }

    [Fact]
    public async Task A_url_of_signature_version_2_is_called_so()
    {
        Alter(url => new PresignedUrl($"{url.Uri.OriginalString.Split('?')[0]}?partNumber=1&uploadId={UploadId().Match(url.Uri.Query).Groups[1].Value}&AWSAccessKeyId=AKIA&Expires=1900000000&Signature=abc"));

        await AssertRefusedAsync("InvalidRequest", "Signature Version 2");
    }

    [Fact]
    public async Task A_signer_that_uses_another_region_is_told_the_right_one()
    {
        using var signer = Signer(o => o.Region = "eu-west-1");
        SignPartsWith(signer);

        await AssertRefusedAsync("AuthorizationQueryParametersError", "signed for the region 'eu-west-1', and the bucket is in 'us-east-1'");
    }

    [Fact]
    public async Task A_key_that_the_storage_does_not_know_is_the_signers()
    {
        using var signer = Signer(o => o.AccessKey = "AKIAUNKNOWN");
        SignPartsWith(signer);

        await AssertRefusedAsync("InvalidAccessKeyId", "does not know the access key");
    }

    [Fact]
    public async Task A_secret_that_is_wrong_is_the_signers()
    {
        using var signer = Signer(o => o.SecretKey = "wrong");
        SignPartsWith(signer);

        await AssertRefusedAsync("SignatureDoesNotMatch", "Check the signer's secret key");
    }

    [Fact]
    public async Task A_clock_of_the_signers_that_is_ahead_is_measured()
    {
        _storage.Server.Faults.On(S3Operation.UploadPart).ClockAhead(TimeSpan.FromHours(-3));

        await AssertRefusedAsync("AccessDenied", "clock is 3 h ahead");
    }

    [Fact]
    public async Task A_clock_of_the_signers_that_is_behind_is_measured()
    {
        _storage.Server.Faults.On(S3Operation.UploadPart).ClockAhead(TimeSpan.FromHours(3));

        await AssertRefusedAsync("AccessDenied", "signed 3 h before the storage saw it, for 60 min");
    }

    [Fact]
    public async Task An_upload_that_somebody_aborts_meanwhile_is_gone()
    {
        _storage.Provider.BeforePresignParts = async (_, stop) =>
        {
            S3TestMultipartUpload running = Assert.Single(_storage.Server.MultipartUploads);
            await _storage.Signer.AbortMultipartUploadAsync(new MultipartUpload(_storage.Target, running.UploadId), stop);
        };

        await AssertRefusedAsync("NoSuchUpload", "aborted or completed by somebody else");
    }

    [Fact]
    public async Task A_page_of_a_firewall_is_not_taken_for_the_storage()
    {
        _storage.Server.Faults.On(S3Operation.UploadPart).AnswerWithText(403, "<html><body>Blocked by policy</body></html>");

        await AssertRefusedAsync(null, "no S3 API");
    }

    [Fact]
    public async Task A_single_put_is_advised_as_a_part_is()
    {
        _storage.Server.Faults.On(S3Operation.PutObject).Answer(403, "AccessDenied");

        var failure = await Assert.ThrowsAsync<UploadException>(() => _storage.Uploader(o => o.SinglePutThreshold = MiB).UploadAsync(Content(1_000), _storage.Target));

        Assert.Contains("s3:PutObject", failure.Message, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(string? code, string words, Action<MultipartUploadOptions>? configure = null)
    {
        var failure = await Assert.ThrowsAsync<UploadException>(() => _storage.Uploader(configure).UploadAsync(Content(MiB), _storage.Target));

        Assert.Equal((code, 1), (failure.ErrorCode, failure.PartNumber));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz-Signature", failure.ToString(), StringComparison.Ordinal);
        _storage.AssertNothingStands();
    }

    private void Alter(Func<PresignedUrl, PresignedUrl> alter) => _storage.Provider.AlterUrls = urls => [.. urls.Select(alter)];

    private void SignPartsWith(S3PresignedUrlProvider signer) => Alter(url =>
    {
        var upload = new MultipartUpload(_storage.Target, UploadId().Match(url.Uri.Query).Groups[1].Value);
        return signer.PresignPartsAsync(upload, [new PartToSign(1, MiB)]).GetAwaiter().GetResult()[0];
    });

    private S3PresignedUrlProvider Signer(Action<S3ProviderOptions> configure)
    {
        var options = new S3ProviderOptions
        {
            Endpoint = _storage.Server.Endpoint,
            Region = _storage.Server.Region,
            AccessKey = _storage.Server.AccessKey,
            SecretKey = _storage.Server.SecretKey,
        };
        configure(options);
        return new S3PresignedUrlProvider(options);
    }

    [GeneratedRegex("uploadId=([^&]+)")]
    private static partial Regex UploadId();
}
