using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using PresignedMultipart.S3.Clients;

namespace PresignedMultipart.S3.Tests.Support;

/// <summary>A storage that answers what a test scripts, behind the provider's own client: no network, no signature check.</summary>
internal sealed class StubStorage : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    public List<StubRequest> Requests { get; } = [];

    public StubRequest Request => Assert.Single(Requests);

    public StubStorage Answer(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(() =>
        {
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/xml") };
            foreach ((string name, string value) in headers)
            {
                if (!answer.Headers.TryAddWithoutValidation(name, value))
                {
                    answer.Content.Headers.TryAddWithoutValidation(name, value);
                }
            }

            return answer;
        });
        return this;
    }

    public StubStorage Error(HttpStatusCode status, string code, string message = "Because.") =>
        Answer(status, $"<Error><Code>{code}</Code><Message>{message}</Message><RequestId>REQ1</RequestId></Error>");

    public StubStorage Fail(Exception failure)
    {
        _answers.Enqueue(() => throw failure);
        return this;
    }

    public IAmazonS3 Client(Action<AmazonS3Config>? configure = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = "http://storage.test:9000",
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            HttpClientFactory = new Factory(this),
        };
        configure?.Invoke(config);
        return new SignedPathS3Client(new BasicAWSCredentials("AKIDEXAMPLE", "secret-of-the-test"), config, TimeProvider.System);
    }

    public S3PresignedUrlProvider Provider(Action<AmazonS3Config>? configure = null, TimeProvider? time = null) => new(Client(configure), timeProvider: time);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IEnumerable<string> values) in request.Headers.NonValidated.Select(h => (h.Key, (IEnumerable<string>)h.Value)))
        {
            headers[name] = string.Join(", ", values);
        }

        string body = "";
        if (request.Content is { } content)
        {
            foreach ((string name, IEnumerable<string> values) in content.Headers.NonValidated.Select(h => (h.Key, (IEnumerable<string>)h.Value)))
            {
                headers[name] = string.Join(", ", values);
            }

            body = await content.ReadAsStringAsync(cancellationToken);
        }

        Requests.Add(new StubRequest(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body));
        return _answers.Count > 0 ? _answers.Dequeue()() : throw new InvalidOperationException($"No answer is scripted for {request.Method} {request.RequestUri}.");
    }

    private sealed class Factory(StubStorage storage) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(storage, disposeHandler: false);
    }
}
