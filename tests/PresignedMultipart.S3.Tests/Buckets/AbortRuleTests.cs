using System.Net;
using System.Xml.Linq;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Buckets;

public class AbortRuleTests
{
    private const string OtherRules =
        "<Rule><ID>logs</ID><Filter><And><Prefix>logs/</Prefix><Tag><Key>a</Key><Value>b</Value></Tag></And></Filter><Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule>" +
        "<Rule><ID>old</ID><Prefix>old/</Prefix><Status>Disabled</Status><Transition><Days>60</Days><StorageClass>GLACIER</StorageClass></Transition></Rule>";

    [Fact]
    public async Task A_bucket_without_rules_gets_one_for_all_its_uploads()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK).Error(HttpStatusCode.NotFound, "NoSuchLifecycleConfiguration").Answer(HttpStatusCode.OK);

        await EnsureAsync(storage, days: 7);

        XElement rule = Assert.Single(WrittenRules(storage));
        Assert.Equal(["Enabled", "7", ""], new[] { Text(rule, "Status"), Text(rule, "DaysAfterInitiation"), Text(rule, "Prefix") });
    }

    [Fact]
    public async Task The_other_rules_stay_as_they_are()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK)
            .Answer(HttpStatusCode.OK, $"<LifecycleConfiguration>{OtherRules}</LifecycleConfiguration>", ("x-amz-transition-default-minimum-object-size", "varies_by_storage_class"))
            .Answer(HttpStatusCode.OK);

        await EnsureAsync(storage, days: 3);

        List<XElement> rules = WrittenRules(storage);
        Assert.Equal(["logs", "old", "presigned-multipart-abort-incomplete-uploads"], rules.Select(rule => Text(rule, "ID")));
        Assert.Equal(["logs/", "a", "b", "30"], new[] { Text(rules[0], "Prefix"), Text(rules[0], "Key"), Text(rules[0], "Value"), Text(rules[0], "Days") });
        Assert.Equal(["old/", "Disabled", "60", "GLACIER"], new[] { Text(rules[1], "Prefix"), Text(rules[1], "Status"), Text(rules[1], "Days"), Text(rules[1], "StorageClass") });
        Assert.Equal("varies_by_storage_class", storage.Requests[2].Header("x-amz-transition-default-minimum-object-size"));
    }

    [Fact]
    public async Task The_rule_is_changed_and_not_doubled()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK).Answer(HttpStatusCode.OK, Ours(days: 7)).Answer(HttpStatusCode.OK);

        await EnsureAsync(storage, days: 2);

        Assert.Equal("2", Text(Assert.Single(WrittenRules(storage)), "DaysAfterInitiation"));
    }

    [Fact]
    public async Task A_rule_that_is_right_already_is_not_written()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK).Answer(HttpStatusCode.OK, Ours(days: 7));

        await EnsureAsync(storage, days: 7);

        Assert.Equal(2, storage.Requests.Count);
    }

    [Fact]
    public async Task Less_than_a_day_is_refused()
    {
        using var storage = new StubStorage();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => EnsureAsync(storage, days: 0));
    }

    private static async Task EnsureAsync(StubStorage storage, int days)
    {
        using S3PresignedUrlProvider provider = storage.Provider();
        await provider.EnsureBucketAsync("bucket", days);
    }

    private static string Ours(int days) =>
        "<LifecycleConfiguration><Rule><ID>presigned-multipart-abort-incomplete-uploads</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>" +
        $"<AbortIncompleteMultipartUpload><DaysAfterInitiation>{days}</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>";

    private static List<XElement> WrittenRules(StubStorage storage)
    {
        StubRequest request = storage.Requests[2];
        Assert.Equal("PUT", request.Method);
        return [.. XDocument.Parse(request.Body).Descendants().Where(e => e.Name.LocalName == "Rule")];
    }

    private static string Text(XElement rule, string name) => rule.Descendants().First(e => e.Name.LocalName == name).Value;
}
