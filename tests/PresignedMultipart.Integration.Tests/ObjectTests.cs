using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace PresignedMultipart.Integration.Tests;

/// <summary>What a target says is what the storage keeps, by a single PUT and in parts.</summary>
public sealed class ObjectTests(StorageServer server) : IClassFixture<StorageServer>
{
    public static TheoryData<bool> Ways => [true, false];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Headers_and_metadata_arrive(bool singlePut)
    {
        var target = new UploadTarget(server.Bucket, $"headers-{singlePut}")
        {
            ContentType = "text/csv; charset=utf-8",
            ContentDisposition = "attachment; filename=\"report 1.csv\"",
            ContentEncoding = "identity",
            ContentLanguage = "de",
            CacheControl = "max-age=60",
            Metadata = new Dictionary<string, string> { ["origin"] = "unit 7", ["author"] = "Zoë Müller, 東京" },
        };

        await UploadAsync(target, singlePut);

        GetObjectMetadataResponse stored = await server.Client.GetObjectMetadataAsync(server.Bucket, target.Key);
        Assert.Equal(
            (target.ContentType, target.ContentDisposition, target.ContentEncoding, target.CacheControl),
            (stored.Headers.ContentType, stored.Headers.ContentDisposition, stored.Headers.ContentEncoding, stored.Headers.CacheControl));
        Assert.Equal("unit 7", stored.Metadata["origin"]);
        // RFC 2047, the form in which S3 itself answers what is not ASCII.
        Assert.StartsWith("=?UTF-8?B?", stored.Metadata["author"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Tags_arrive(bool singlePut)
    {
        var target = new UploadTarget(server.Bucket, $"tags-{singlePut}")
        {
            Tags = new Dictionary<string, string> { ["kind"] = "report & more", ["year"] = "2026" },
        };
        Support support = singlePut ? server.Capabilities.TagsOfPut : server.Capabilities.TagsOfParts;
        if (support == Support.Refused)
        {
            var refusal = await Assert.ThrowsAsync<UploadException>(() => UploadAsync(target, singlePut));
            Assert.Equal((HttpStatusCode.NotImplemented, "NotImplemented"), (refusal.StatusCode, refusal.ErrorCode));
            Assert.DoesNotContain(target.Key, await server.KeysAsync());
            return;
        }

        await UploadAsync(target, singlePut);

        GetObjectTaggingResponse tags = await server.Client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = server.Bucket, Key = target.Key });
        Assert.Equal(
            support == Support.AsDocumented ? ["kind=report & more", "year=2026"] : [],
            (tags.Tagging ?? []).Select(tag => $"{tag.Key}={tag.Value}").Order());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_object_encrypted_with_the_customers_key_is_read_with_that_key_alone(bool singlePut)
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var target = new UploadTarget(server.Bucket, $"sse-c-{singlePut}") { Encryption = ServerSideEncryption.CustomerKey(key) };
        byte[] content = new byte[singlePut ? 1_000 : S3Limits.MinPartSize + 1_000];
        new Random(1).NextBytes(content);

        using var uploader = new MultipartUploader(server.Provider, new MultipartUploadOptions { SinglePutThreshold = singlePut ? 1_000 : 0, PartSize = S3Limits.MinPartSize });
        await uploader.UploadAsync(content, target);

        if (server.Capabilities.CustomerKeys == Support.Ignored)
        {
            using GetObjectResponse plain = await server.Client.GetObjectAsync(server.Bucket, target.Key);
            Assert.Equal(content, await ReadAsync(plain));
            return;
        }

        await Assert.ThrowsAnyAsync<Amazon.Runtime.AmazonServiceException>(() => server.Client.GetObjectAsync(server.Bucket, target.Key));
        using GetObjectResponse stored = await server.Client.GetObjectAsync(new GetObjectRequest
        {
            BucketName = server.Bucket,
            Key = target.Key,
            ServerSideEncryptionCustomerMethod = ServerSideEncryptionCustomerMethod.AES256,
            ServerSideEncryptionCustomerProvidedKey = Convert.ToBase64String(key),
        });
        Assert.Equal(content, await ReadAsync(stored));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_object_that_must_not_exist_and_does_is_left_as_it_is(bool singlePut)
    {
        var target = new UploadTarget(server.Bucket, $"exists-{singlePut}") { FailIfExists = true };
        await server.Client.PutObjectAsync(new PutObjectRequest { BucketName = server.Bucket, Key = target.Key, ContentBody = "first" });
        if ((singlePut ? server.Capabilities.ConditionalPut : server.Capabilities.ConditionalCompletion) is not { } expected)
        {
            await UploadAsync(target, singlePut);
            Assert.Equal(1_000, (await server.Client.GetObjectMetadataAsync(server.Bucket, target.Key)).ContentLength);
            return;
        }

        var failure = await Assert.ThrowsAsync<UploadException>(() => UploadAsync(target, singlePut));

        Assert.Equal(expected, (failure.StatusCode, failure.ErrorCode));
        Assert.Equal((UploadOutcome.NotCompleted, false), (failure.Outcome, failure.LeftParts));
        Assert.Equal("first".Length, (await server.Client.GetObjectMetadataAsync(server.Bucket, target.Key)).ContentLength);
        Assert.Empty(await server.UploadsInProgressAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_object_that_must_not_exist_and_does_not_is_stored(bool singlePut)
    {
        var target = new UploadTarget(server.Bucket, $"new-{singlePut}") { FailIfExists = true };
        if (singlePut && server.Capabilities.ConditionalPut is { Status: HttpStatusCode.NotImplemented } refused)
        {
            var failure = await Assert.ThrowsAsync<UploadException>(() => UploadAsync(target, singlePut));
            Assert.Equal(refused, (failure.StatusCode, failure.ErrorCode));
            Assert.DoesNotContain(target.Key, await server.KeysAsync());
            return;
        }

        await UploadAsync(target, singlePut);

        Assert.Equal(1_000, (await server.Client.GetObjectMetadataAsync(server.Bucket, target.Key)).ContentLength);
    }

    public static TheoryData<string> Keys =>
    [
        "plain",
        "with space",
        "a+b=c&d",
        "100%",
        "%2B%20",
        "\"quoted\" 'twice'",
        "ünïcödé/東京/🚀",
        "(!)*~;:@,$",
        "what?#fragment",
        "double//slash/",
        "/leading",
        "trailing/",
        "./a/../b",
        "..",
        "dir/.",
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_key_is_kept_character_by_character(string key)
    {
        foreach (bool singlePut in new[] { true, false })
        {
            await server.EmptyBucketAsync();
            await UploadAsync(new UploadTarget(server.Bucket, key), singlePut);

            Assert.Equal([key], await server.KeysAsync());
        }
    }

    [Fact]
    public async Task The_longest_key_is_kept_and_one_that_is_too_long_for_parts_is_refused()
    {
        await server.EmptyBucketAsync();
        string longest = new('k', 1024);
        string longestOfParts = new('p', server.Capabilities.LongestKeyOfParts);

        await UploadAsync(new UploadTarget(server.Bucket, longest), singlePut: true);
        await UploadAsync(new UploadTarget(server.Bucket, longestOfParts), singlePut: false);

        Assert.Equal([longest, longestOfParts], await server.KeysAsync());
        if (longestOfParts.Length < longest.Length)
        {
            var failure = await Assert.ThrowsAsync<UploadException>(() => UploadAsync(new UploadTarget(server.Bucket, longest), singlePut: false));
            Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequest"), (failure.StatusCode, failure.ErrorCode));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_storage_class_is_passed_on(bool singlePut)
    {
        await UploadAsync(new UploadTarget(server.Bucket, $"standard-{singlePut}") { StorageClass = "STANDARD" }, singlePut);
        Assert.Equal(1_000, (await server.Client.GetObjectMetadataAsync(server.Bucket, $"standard-{singlePut}")).ContentLength);

        var refusal = await Assert.ThrowsAsync<UploadException>(() => UploadAsync(new UploadTarget(server.Bucket, $"odd-{singlePut}") { StorageClass = "NO_SUCH_CLASS" }, singlePut));
        Assert.Equal((HttpStatusCode.BadRequest, server.Capabilities.UnknownStorageClass), (refusal.StatusCode, refusal.ErrorCode));
        Assert.DoesNotContain($"odd-{singlePut}", await server.KeysAsync());
    }

    private static async Task<byte[]> ReadAsync(GetObjectResponse stored)
    {
        using var bytes = new MemoryStream();
        await stored.ResponseStream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task UploadAsync(UploadTarget target, bool singlePut)
    {
        using var uploader = new MultipartUploader(server.Provider, new MultipartUploadOptions { SinglePutThreshold = singlePut ? 1_000 : 0 });
        await uploader.UploadAsync(new byte[1_000], target);
    }
}
