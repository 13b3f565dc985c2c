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

package com.chatbotkit.springai.test.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Tells who asks: this machine or another one, a page of this machine or of any site that
 * a browser here has open.
 */
public final class LocalAccess {

	private static final String LOOPBACK_AUTHORITY = "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?";

	// A page elsewhere can give its own name this machine's address (DNS rebinding): the
	// name in the request is then the foreign one.
	private static final Pattern LOCAL_HOST = Pattern.compile(LOOPBACK_AUTHORITY, Pattern.CASE_INSENSITIVE);

	private static final Pattern LOCAL_ORIGIN = Pattern.compile("https?://" + LOOPBACK_AUTHORITY,
			Pattern.CASE_INSENSITIVE);

	// A proxy on this machine speaks for others.
	private static final List<String> FORWARDED = List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "via");

	// Of the page itself, or of the user, by the address bar or a bookmark.
	private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

	private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

	private LocalAccess() {
	}

	/**
	 * Tells whether this machine asks.
	 * @param request the request
	 * @return false where that is in doubt
	 */
	public static boolean isLocal(HttpServerRequest request) {
		return isLocal(request.remoteAddress(), request.requestHeaders());
	}

	static boolean isLocal(@Nullable InetSocketAddress remote, HttpHeaders headers) {
		List<String> hosts = headers.getAll("host");
		return isLoopback(remote) && hosts.size() == 1 && LOCAL_HOST.matcher(hosts.get(0)).matches()
				&& FORWARDED.stream().noneMatch(headers::contains);
	}

	/**
	 * Tells whether a page of the server itself asks, not one of another site (Fetch
	 * Metadata). Clients that are no browsers say nothing of sites.
	 * @param request the request
	 * @return false where a browser says that it is another site
	 */
	public static boolean isOwnSite(HttpServerRequest request) {
		return OWN_SITE.contains(request.requestHeaders().get("sec-fetch-site", "none"));
	}

	/**
	 * Tells whether a browser of this machine asks for a page that is not of this
	 * machine: any site can send requests to loopback addresses, and browsers then say
	 * which site it is (Fetch, "Origin"), or at least that it is another one (Fetch
	 * Metadata, "Sec-Fetch-Site").
	 * @param request the request
	 * @return true where a foreign page asks
	 */
	public static boolean isForeignPage(HttpServerRequest request) {
		return isForeignPage(request.remoteAddress(), request.requestHeaders())
				|| isForeignWrite(request.remoteAddress(), request.method(), request.requestHeaders());
	}

	static boolean isForeignPage(@Nullable InetSocketAddress remote, HttpHeaders headers) {
		return isLoopback(remote)
				&& !headers.getAll("origin").stream().allMatch((origin) -> LOCAL_ORIGIN.matcher(origin).matches());
	}

	static boolean isForeignWrite(@Nullable InetSocketAddress remote, HttpMethod method, HttpHeaders headers) {
		// A page on another port of this machine names itself, and is another site. What
		// is only read is told by what answers it: a link elsewhere may lead to the page.
		return isLoopback(remote) && !SAFE_METHODS.contains(method) && !headers.contains("origin")
				&& !OWN_SITE.containsAll(headers.getAll("sec-fetch-site"));
	}

	private static boolean isLoopback(@Nullable InetSocketAddress remote) {
		return remote != null && remote.getAddress() != null && remote.getAddress().isLoopbackAddress();
	}

}
