package dev.opamp.javaagent.identity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code k8s.*} from the variables usually filled by the downward API; no call to the API server.
 */
final class KubernetesAttributes implements AttributeSource {

  private static final String NAMESPACE_FILE =
      "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

  @Override
  public void addTo(Map<String, Object> attributes, HostEnvironment host) {
    boolean inPod = host.variable("KUBERNETES_SERVICE_HOST") != null;
    put(attributes, "k8s.pod.name", find(host, inPod, "K8S_POD_NAME", "POD_NAME"));
    put(attributes, "k8s.pod.uid", find(host, inPod, "K8S_POD_UID", "POD_UID"));
    put(attributes, "k8s.pod.ip", find(host, inPod, "K8S_POD_IP", "POD_IP"));
    put(attributes, "k8s.node.name", find(host, inPod, "K8S_NODE_NAME", "NODE_NAME"));
    put(
        attributes,
        "k8s.container.name",
        find(host, inPod, "K8S_CONTAINER_NAME", "CONTAINER_NAME"));
    put(attributes, "k8s.deployment.name", host.variable("K8S_DEPLOYMENT_NAME"));
    put(attributes, "k8s.cluster.name", host.variable("K8S_CLUSTER_NAME"));
    String namespace = host.firstVariable("K8S_NAMESPACE_NAME", "K8S_NAMESPACE");
    if (namespace == null) {
      namespace = find(host, inPod, "K8S_NAMESPACE_NAME", "POD_NAMESPACE");
    }
    put(
        attributes,
        "k8s.namespace.name",
        namespace == null ? host.firstLine(NAMESPACE_FILE) : namespace);
  }

  /** The short names mean something else outside of a pod. */
  private static @Nullable String find(
      HostEnvironment host, boolean inPod, String name, String shortName) {
    return inPod ? host.firstVariable(name, shortName) : host.variable(name);
  }

  private static void put(Map<String, Object> attributes, String key, @Nullable String value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }
}
