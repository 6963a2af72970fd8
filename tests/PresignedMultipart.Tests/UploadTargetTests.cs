namespace PresignedMultipart.Tests;

public class UploadTargetTests
{
    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("/")]
    [InlineData(" ")]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData(".")]
    [InlineData("..")]
    public void A_bucket_that_no_storage_can_have_is_refused(string bucket) => Assert.Equal("bucket", Assert.ThrowsAny<ArgumentException>(() => new UploadTarget(bucket, "k")).ParamName);

    [Fact]
    public void A_bucket_of_255_characters_is_taken_and_one_more_is_refused()
    {
        string longest = new('B', 255);

        Assert.Equal(longest, new UploadTarget(longest, "k").Bucket);
        Assert.Contains("256", Assert.Throws<ArgumentException>("bucket", () => new UploadTarget(longest + "B", "k")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b")]
    [InlineData("My_Bucket")]
    [InlineData("tenant:bucket")]
    [InlineData("a..b")]
    [InlineData(".hidden")]
    [InlineData("arn:aws:s3:eu-west-1:123456789012:accesspoint:uploads")]
    public void A_bucket_that_some_storage_can_have_is_taken(string bucket) => Assert.Equal(bucket, new UploadTarget(bucket, "k").Bucket);

    [Fact]
    public void A_key_of_1024_bytes_is_taken_and_one_more_is_refused()
    {
        string longest = new string('é', 512);

        Assert.Equal(longest, new UploadTarget("b", longest).Key);
        Assert.Contains("1025", Assert.Throws<ArgumentException>(() => new UploadTarget("b", longest + "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_UTF8_cannot_express_is_refused() => Assert.Throws<ArgumentException>(() => new UploadTarget("b", "k\ud800"));

    [Fact]
    public void An_empty_key_is_refused() => Assert.Throws<ArgumentException>(() => new UploadTarget("b", ""));

    [Fact]
    public void Metadata_is_copied_so_that_a_later_change_does_not_reach_the_upload()
    {
        var metadata = new Dictionary<string, string> { ["a"] = "1" };
        var target = new UploadTarget("b", "k") { Metadata = metadata };
        metadata["a"] = "2";

        Assert.Equal("1", target.Metadata["A"]);
    }

    [Fact]
    public void A_value_that_is_missing_is_refused_by_name()
    {
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => new UploadTarget("b", "k") { Tags = new Dictionary<string, string> { ["a"] = null! } }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("Metadata", () => new UploadTarget("b", "k") { Metadata = null! });
    }

    [Fact]
    public void Metadata_that_differs_in_case_alone_is_refused() =>
        Assert.Contains("'A' twice", Assert.Throws<ArgumentException>(() => new UploadTarget("b", "k") { Metadata = new Dictionary<string, string> { ["a"] = "1", ["A"] = "2" } }).Message, StringComparison.Ordinal);

    [Fact]
    public void A_customers_key_is_never_shown()
    {
        byte[] key = [.. Enumerable.Repeat((byte)0x41, 32)];

        Assert.Equal("CustomerKey", ServerSideEncryption.CustomerKey(key).ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(33)]
    public void A_customers_key_of_another_length_is_refused(int length) =>
        Assert.Contains($"{length} bytes", Assert.Throws<ArgumentException>(() => ServerSideEncryption.CustomerKey(new byte[length])).Message, StringComparison.Ordinal);
}
