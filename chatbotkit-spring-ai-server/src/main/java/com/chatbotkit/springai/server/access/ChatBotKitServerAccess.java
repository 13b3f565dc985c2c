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

package com.chatbotkit.springai.server.access;

import com.chatbotkit.springai.server.http.EndpointRequest;
import reactor.core.publisher.Mono;

/**
 * Decides who may use the endpoint, and how much. An application's own bean of this type
 * replaces all keys and limits of the properties.
 */
public interface ChatBotKitServerAccess {

	/**
	 * Identifies the caller of a request.
	 * @param request the request; its {@code Authorization} header contains the secret
	 * @return the caller; empty for a 401; a {@link RefusedException} for any other
	 * refusal
	 */
	Mono<ServerCaller> identify(EndpointRequest request);

	/**
	 * Acquires the permission to run one request.
	 * @param caller the caller
	 * @return the permission, which the endpoint releases; a {@link RefusedException} if
	 * a limit is reached
	 */
	default Mono<Admission> admit(ServerCaller caller) {
		return Mono.just(Admission.UNLIMITED);
	}

}
