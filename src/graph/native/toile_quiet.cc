// Keeps what TensorFlow writes to standard error while its libraries are loaded from being seen: no setting silences oneDNN's greeting.
// It must be loaded before TensorFlow, so it is linked to nothing.

#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

namespace {

int saved = -1;

// mute(): sends standard error to /dev/null
napi_value Mute(napi_env, napi_callback_info) {
  if (saved >= 0) return nullptr;
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return nullptr;
  saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (saved >= 0) dup2(nowhere, STDERR_FILENO);
  close(nowhere);
  return nullptr;
}

// unmute(): brings standard error back
napi_value Unmute(napi_env, napi_callback_info) {
  if (saved < 0) return nullptr;
  dup2(saved, STDERR_FILENO);
  close(saved);
  saved = -1;
  return nullptr;
}

napi_value Init(napi_env env, napi_value exports) {
  const napi_property_descriptor properties[] = {
      {"mute", nullptr, Mute, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"unmute", nullptr, Unmute, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
  };
  return napi_define_properties(env, exports, 2, properties) == napi_ok ? exports : nullptr;
}

}  // namespace

NAPI_MODULE(toile_quiet, Init)
