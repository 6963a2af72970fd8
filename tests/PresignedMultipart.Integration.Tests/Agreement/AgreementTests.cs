using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>
/// The endpoint of PresignedMultipart.Testing and the real server at hand are asked the same. Both are to answer as Amazon S3 documents; where
/// one does not, <see cref="AgreementDifferences"/> says what it answers instead.
/// </summary>
public sealed class AgreementTests(StorageServer server, TestingEndpoint testing) : IClassFixture<StorageServer>, IClassFixture<TestingEndpoint>
{
    private static readonly HttpClient Http = Wire.Client();

    public static TheoryData<string> Cases => [.. AgreementCase.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_testing_endpoint_answers_as_documented_when(string name)
    {
        var asked = new S3Dialogue(Http, testing.Server.Endpoint, new Signer(testing.Server), TestingEndpoint.Bucket, KeyOf(name));

        await AssertAnswersAsync("testing", name, asked);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_real_server_answers_as_documented_or_as_it_is_known_to_when(string name)
    {
        var asked = new S3Dialogue(Http, server.Endpoint, server.Signer, server.Bucket, KeyOf(name));

        await AssertAnswersAsync(server.Name, name, asked);
    }

    [Fact]
    public void Every_difference_is_of_a_case_that_there_is_and_from_what_is_documented() =>
        Assert.All(AgreementDifferences.All, difference => Assert.NotEqual(AgreementCase.All[difference.Case].Documented, difference.Answer));

    private static async Task AssertAnswersAsync(string server, string name, S3Dialogue asked)
    {
        AgreementCase asking = AgreementCase.All[name];
        string expected = AgreementDifferences.All.SingleOrDefault(d => d.Case == name && d.Servers.Contains(server))?.Answer ?? asking.Documented;
        string actual = await asking.AskAsync(asked);

        // Answers are too long for what a comparison shows of them.
        Assert.True(expected == actual, $"{server}, when {name}:\nexpected {expected}\nactual   {actual}");
    }

    private static string KeyOf(string name) => name.Replace(' ', '-');
}
