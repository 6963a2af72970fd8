namespace PresignedMultipart.Tests;

public class PresignedUrlTests
{
    private const string Signed = "https://host:444/b/k?X-Amz-Date=20260101T000000Z&X-Amz-Expires=900&X-Amz-Signature=5ec7e7";

    [Fact]
    public void Its_text_leaves_the_signature_out() => Assert.Equal("https://host:444/b/k", new PresignedUrl(Signed).ToString());

    [Fact]
    public void Its_expiry_is_read_from_the_url() =>
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 15, 0, TimeSpan.Zero), new PresignedUrl(Signed).ExpiresAt);

    [Fact]
    public void An_expiry_that_is_given_wins()
    {
        var given = new DateTimeOffset(2026, 1, 1, 0, 5, 0, TimeSpan.Zero);

        Assert.Equal(given, new PresignedUrl(Signed, expiresAt: given).ExpiresAt);
    }

    [Fact]
    public void A_url_without_an_expiry_has_none() => Assert.Null(new PresignedUrl("https://host/b/k").ExpiresAt);

    [Fact]
    public void A_header_of_two_lines_is_refused_without_repeating_it()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new PresignedUrl(Signed, new Dictionary<string, string> { ["x-amz-meta-a"] = "5ec7e7\r\nHost: other" }));

        Assert.Contains("x-amz-meta-a", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("5ec7e7", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_life_beyond_all_dates_is_no_expiry() =>
        Assert.Null(new PresignedUrl("https://host/b/k?X-Amz-Date=99991231T235959Z&X-Amz-Expires=900").ExpiresAt);

    [Theory]
    [InlineData("http://host/b/a/../k//z/./%2E%2E/%7E%41+%2B?uploadId=a%2Bb%2F%3D")]
    [InlineData("http://host/b/'()!*?x=%20")]
    public void Every_character_is_kept_as_it_was_signed(string url)
    {
        Assert.Equal(url, new PresignedUrl(url).Uri.OriginalString);
        Assert.Equal(url["http://host".Length..], new PresignedUrl(url).Uri.PathAndQuery);
    }

    [Theory]
    [InlineData("https://host/b/é?X-Amz-Signature=5ec7e7")]
    [InlineData("https://host/b/a b?X-Amz-Signature=5ec7e7")]
    [InlineData("ftp://host/b/k?X-Amz-Signature=5ec7e7")]
    [InlineData("/b/k?X-Amz-Signature=5ec7e7")]
    public void A_url_that_cannot_be_sent_as_it_is_is_refused_without_repeating_it(string url)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new PresignedUrl(url));

        Assert.DoesNotContain("5ec7e7", refusal.Message, StringComparison.Ordinal);
    }
}
