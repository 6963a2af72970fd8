using PresignedMultipart.Throughput;
using PresignedMultipart.Throughput.Backend;
using PresignedMultipart.Throughput.Clients;
using PresignedMultipart.Throughput.Endpoint;

// The processes that are measured begin here too, before anything else is loaded.
return args switch
{
    [ClientRole.Name, ..] => ClientRole.Run(args.AsSpan(1)),
    [EndpointRole.Name, ..] => EndpointRole.Run(args.AsSpan(1)),
    [BackendRole.Name, ..] => BackendRole.Run(args.AsSpan(1)),
    _ => await ThroughputCommand.RunAsync(args),
};
