using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class UrlSignatureTests
{
    private const string Credential = "X-Amz-Credential=KEY%2F20260301%2Feu-west-1%2Fs3%2Faws4_request";

    [Fact]
    public void A_signature_of_version_4_says_when_where_and_what_it_signs()
    {
        UrlSignature signature = Of($"X-Amz-Algorithm=AWS4-HMAC-SHA256&{Credential}&X-Amz-Date=20260301T115957Z&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Signature=abc");

        Assert.True(signature.IsVersionFour);
        Assert.False(signature.IsVersionTwo);
        Assert.Equal("eu-west-1", signature.Region);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 11, 59, 57, TimeSpan.Zero), signature.SignedAt);
        Assert.Equal(["content-type", "host"], signature.SignedHeaders);
        Assert.Equal([true, true, false], new[] { "host", "Content-Type", "x-amz-acl" }.Select(signature.Signs));
        Assert.False(signature.LacksToken);
        Assert.False(signature.BoundBodyHash);
        Assert.Null(signature.EmptyBodySum);
    }

    [Theory]
    [InlineData("AWSAccessKeyId=KEY&Expires=1&Signature=abc", true)]
    [InlineData("AWSAccessKeyId=KEY", false)]
    [InlineData("Signature=abc", false)]
    public void Version_2_has_a_key_and_a_signature(string query, bool isVersionTwo)
    {
        Assert.Equal(isVersionTwo, Of(query).IsVersionTwo);
        Assert.False(Of(query).IsVersionFour);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("X-Amz-Date=yesterday&X-Amz-Credential=KEY&X-Amz-SignedHeaders=")]
    public void Of_a_URL_that_says_nothing_nothing_is_known(string query)
    {
        UrlSignature signature = Of(query);

        Assert.Null(signature.SignedAt);
        Assert.Null(signature.Region);
        Assert.Empty(signature.SignedHeaders);
        Assert.False(signature.IsVersionFour);
        Assert.False(signature.LacksToken);
    }

    [Theory]
    [InlineData("KEY%2F20260301%2Feu-west-1%2Fs3%2Faws4_request", "eu-west-1")]
    [InlineData("K%2FE%2FY%2F20260301%2Feu-west-1%2Fs3%2Faws4_request", "eu-west-1")]
    [InlineData("20260301%2Feu-west-1%2Fs3%2Faws4_request", null)]
    public void The_region_is_the_third_from_the_end_because_a_key_may_have_slashes(string credential, string? region) =>
        Assert.Equal(region, Of($"X-Amz-Credential={credential}").Region);

    [Theory]
    [InlineData("X-Amz-Credential=ASIAKEY%2F", true)]
    [InlineData("X-Amz-Credential=ASIAKEY%2F&X-Amz-Security-Token=token", false)]
    [InlineData("X-Amz-Credential=ASIAKEY%2F&x-amz-security-token=token", false)]
    [InlineData("X-Amz-Credential=AKIAKEY%2F", false)]
    [InlineData("X-Amz-Credential=asiakey%2F", false)]
    public void A_temporary_key_is_none_without_its_token(string query, bool lacksToken) => Assert.Equal(lacksToken, Of(query).LacksToken);

    [Theory]
    [InlineData("X-Amz-Content-Sha256=abc", null, true)]
    [InlineData("", "x-amz-content-sha256", true)]
    [InlineData("", "x-amz-acl", false)]
    public void A_bodys_hash_is_bound_by_the_query_or_by_a_header(string query, string? header, bool isBound) =>
        Assert.Equal(isBound, Of(query, header, "abc").BoundBodyHash);

    [Theory]
    [InlineData("x-amz-checksum-crc32", "AAAAAA==")]
    [InlineData("x-amz-checksum-crc32c", "AAAAAA==")]
    [InlineData("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=")]
    [InlineData("x-amz-checksum-sha1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=")]
    [InlineData("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    public void The_sum_of_no_bytes_is_found_in_the_query_and_among_the_headers(string name, string sum)
    {
        Assert.Equal(name, Of($"{name.ToUpperInvariant()}={Uri.EscapeDataString(sum)}").EmptyBodySum);
        Assert.Equal(name, Of("", name, sum).EmptyBodySum);
        Assert.Null(Of($"{name}=another").EmptyBodySum);
        Assert.Null(Of("", name, "another").EmptyBodySum);
    }

    [Fact]
    public void A_parameter_without_a_value_and_one_that_comes_twice_do_no_harm()
    {
        UrlSignature signature = Of($"uploads&&{Credential}&X-Amz-Credential=KEY%2F20260301%2Fus-east-1%2Fs3%2Faws4_request&=x");

        Assert.Equal("eu-west-1", signature.Region);
    }

    private static UrlSignature Of(string query, string? header = null, string value = "") =>
        new(new PresignedUrl($"https://storage.example/bucket/key?{query}", header is null ? null : new Dictionary<string, string> { [header] = value }));
}
