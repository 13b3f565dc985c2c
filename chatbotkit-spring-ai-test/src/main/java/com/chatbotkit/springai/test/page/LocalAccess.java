/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.test.page;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Tells requests of this machine from others.
 */
final class LocalAccess {

	// A page elsewhere can give its own name this machine's address (DNS rebinding): the
	// name in the request is then the foreign one.
	private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?",
			Pattern.CASE_INSENSITIVE);

	// A proxy on this machine speaks for others.
	private static final List<String> FORWARDED = List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "via");

	private LocalAccess() {
	}

	static boolean isLocal(HttpServerRequest request) {
		return isLocal(request.remoteAddress(), request.requestHeaders());
	}

	static boolean isLocal(@Nullable InetSocketAddress remote, HttpHeaders headers) {
		List<String> hosts = headers.getAll("host");
		return remote != null && remote.getAddress() != null && remote.getAddress().isLoopbackAddress()
				&& hosts.size() == 1 && LOOPBACK.matcher(hosts.get(0)).matches()
				&& FORWARDED.stream().noneMatch(headers::contains);
	}

}
