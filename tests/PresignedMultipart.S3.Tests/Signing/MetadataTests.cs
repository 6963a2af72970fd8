using System.Text;
using System.Text.RegularExpressions;
using PresignedMultipart.S3.Signing;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Signing;

public class MetadataTests
{
    [Theory]
    [InlineData("plain ASCII value, with \"quotes\"")]
    [InlineData("")]
    public void A_plain_value_stays_as_it_is(string value) => Assert.Equal(value, EncodedWord.EncodeIfNeeded(value));

    [Theory]
    [InlineData("Zürich")]
    [InlineData("日本語のとても長いメタデータの値です。何度も何度も繰り返されるので、一つの語には収まりません。")]
    [InlineData("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀")]
    [InlineData(" edge ")]
    [InlineData("line\r\nbreak")]
    [InlineData("=?UTF-8?B?YQ==?=")]
    public void Any_other_value_is_made_of_encoded_words_that_read_back_the_same(string value)
    {
        string encoded = EncodedWord.EncodeIfNeeded(value);

        Assert.All(encoded.Split(' '), word => Assert.True(word.Length <= 75, $"'{word}' is {word.Length} long."));
        Assert.Equal(value, Decode(encoded));
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("ümlaut")]
    [InlineData("new\nline")]
    [InlineData("")]
    [InlineData("a:b")]
    public async Task A_name_that_is_no_header_is_refused(string name)
    {
        ArgumentException refusal = await RefusalOfAsync(new Dictionary<string, string> { [name] = "value" });

        Assert.Contains("Metadata", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_two_kilobytes_are_refused_with_the_numbers()
    {
        ArgumentException refusal = await RefusalOfAsync(new Dictionary<string, string> { ["name"] = new string('v', 2045) });

        Assert.Contains("2049", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("2 KB", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exactly_two_kilobytes_are_taken()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        await provider.PresignPutObjectAsync(Target(new Dictionary<string, string> { ["name"] = new string('v', 2044) }));
    }

    [Fact]
    public async Task More_than_ten_tags_are_refused()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();
        var target = new UploadTarget("bucket", "key") { Tags = Enumerable.Range(0, 11).ToDictionary(i => $"tag{i}", i => "value") };

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => provider.PresignPutObjectAsync(target));

        Assert.Contains("11", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<ArgumentException> RefusalOfAsync(Dictionary<string, string> metadata)
    {
        using S3PresignedUrlProvider provider = Providers.Offline();
        await Assert.ThrowsAsync<ArgumentException>(() => provider.CreateMultipartUploadAsync(Target(metadata), null));
        return await Assert.ThrowsAsync<ArgumentException>(() => provider.PresignPutObjectAsync(Target(metadata)));
    }

    private static UploadTarget Target(Dictionary<string, string> metadata) => new("bucket", "key") { Metadata = metadata };

    // RFC 2047: white space between two encoded words is not part of the text.
    private static string Decode(string encoded) => string.Concat(Regex.Matches(encoded, @"=\?UTF-8\?B\?([^?]*)\?=").Select(word => Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[1].Value))));
}
